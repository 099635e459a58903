using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Agents;

public sealed class AgentFileReaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EverySetting_IsTaken()
    {
        _folder.Write("prompts/full.md", "You are Full.\n");

        AgentDefinition agent = Valid("""
            full-1:
              name: "Full"
              role: tester
              description: All settings
              prompt_file: prompts/full.md
              ai_config:
                model: gpt-4
                provider: openai
                temperature: 1.5
                max_tokens: 32768
                top_p: 0.25
                frequency_penalty: -2
                presence_penalty: 2
                stop: [END, "###"]
                reasoning_effort: high
                timeout: 2.5
                fallbacks: [ollama/org/model, offline/offline-full]
                on_broken_reply: continue
              on_busy: reject
              on_disconnect: cancel
              carry_over: { last: 5 }
              continuation: { max_iterations: 7, timeout: 90, require_explicit_signal: true }
              limits: { max_concurrent_calls: 2, requests_per_minute: 30, tokens_per_minute: 40000, max_waiting_calls: 5, longest_wait: 1.5 }
              tool_sets: [clock]
              tool_tags: [utility]
              allow_tools: [switch_agent, get_current_time, docs__search, docs__*]
              deny_tools: ["docs__delete*"]
              mcp_servers: [docs]
              client_tools: true
              approval:
                - { tool: switch_agent, decision: never, arguments: { agent_id: "d*", reason: "*" } }
                - { tool: "docs__*", decision: always, even_untrusted: true }
              color: "#AABBCC"
              icon: "🧪"
              shortcut: f
            """);

        Assert.Equal(("full-1", "Full", "tester", "All settings", "You are Full.\n"), (agent.Id, agent.Name, agent.Role, agent.Description, agent.Instructions));
        Assert.Equal(("gpt-4", "openai", 1.5, 32_768, 0.25), (agent.AI.Model, agent.AI.Provider, agent.AI.Temperature, agent.AI.MaxTokens, agent.AI.TopP));
        Assert.Equal((-2.0, 2.0, "high", TimeSpan.FromSeconds(2.5)), (agent.AI.FrequencyPenalty, agent.AI.PresencePenalty, agent.AI.ReasoningEffort, agent.AI.Timeout));
        Assert.Equal(["END", "###"], agent.AI.Stop);
        Assert.Equal([new("ollama", "org/model"), new("offline", "offline-full")], agent.AI.Fallbacks);
        Assert.Equal(BrokenReplyPolicy.Continue, agent.AI.OnBrokenReply);
        Assert.Equal((BusyPolicy.Reject, DisconnectPolicy.Cancel), (agent.OnBusy, agent.OnDisconnect));
        Assert.Equal(new CarryOverSetting(CarryOverPolicy.Last, 5), agent.CarryOver);
        Assert.Equal(new ContinuationSettings { MaxIterations = 7, Timeout = TimeSpan.FromSeconds(90), RequireExplicitSignal = true }, agent.Continuation);
        Assert.Equal(
            new CallLimits
            {
                MaxConcurrentCalls = 2,
                RequestsPerMinute = 30,
                TokensPerMinute = 40_000,
                MaxWaitingCalls = 5,
                LongestWait = TimeSpan.FromSeconds(1.5),
            },
            agent.Limits);
        Assert.Equal(["clock"], agent.Tools.Sets);
        Assert.Equal(["utility"], agent.Tools.Tags);
        Assert.Equal(["switch_agent", "get_current_time", "docs__search", "docs__*"], agent.Tools.Allowed);
        Assert.Equal(["docs__delete*"], agent.Tools.Denied);
        Assert.Equal(["docs"], agent.Tools.Servers);
        Assert.True(agent.Tools.ClientTools);
        Assert.Equal(
            [("switch_agent", ApprovalDecision.Never, false), ("docs__*", ApprovalDecision.Always, true)],
            agent.Approval.Select(rule => (rule.Tool, rule.Decision, rule.EvenUntrusted)));
        Assert.Equal([("agent_id", "d*"), ("reason", "*")], agent.Approval[0].Arguments.Select(argument => (argument.Key, argument.Value)));
        Assert.Equal(("#aabbcc", "🧪", "f"), (agent.Color, agent.Icon, agent.Shortcut));
        Assert.Equal(("agents.yaml", 1), (agent.SourceFile, agent.SourceLine));
        Assert.Empty(agent.UnsetSettings);
    }

    [Fact]
    public void Read_PlansShape_LeavesTheRestUnset()
    {
        AgentDefinition agent = Valid("""
            alice:
              name: "Alice the AI Assistant"
              description: "General-purpose assistant"
              prompt: |
                You are Alice.
              ai_config:
                model: "gpt-4"
                temperature: 0.7
                max_tokens: 4000
            """);

        Assert.Equal("You are Alice.\n", agent.Instructions);
        Assert.Null(agent.OnBusy);
        Assert.Null(agent.OnDisconnect);
        Assert.Null(agent.CarryOver);
        Assert.Null(agent.AI.Provider);
        Assert.Contains("ai_config.provider", agent.UnsetSettings);
        Assert.Contains("on_busy", agent.UnsetSettings);
        Assert.DoesNotContain("ai_config.temperature", agent.UnsetSettings);
        Assert.Matches("^[0-9a-f]{12}$", agent.Revision);
    }

    [Theory]
    [InlineData("none", CarryOverPolicy.None)]
    [InlineData("full", CarryOverPolicy.Full)]
    public void Read_CarryOverWord_IsTaken(string word, CarryOverPolicy expected) =>
        Assert.Equal(new CarryOverSetting(expected), Valid($"a:\n  name: A\n  prompt: x\n  carry_over: {word}\n").CarryOver);

    [Theory]
    [InlineData("temperature: 1.51", "ai_config.temperature", "from 0 to 1.5")]
    [InlineData("temperature: -0.1", "ai_config.temperature", "from 0 to 1.5")]
    [InlineData("temperature: hot", "ai_config.temperature", "a number")]
    [InlineData("temperature: '0.5'", "ai_config.temperature", "a number")]
    [InlineData("temperature: .nan", "ai_config.temperature", "a number")]
    [InlineData("temperature: NaN", "ai_config.temperature", "a number")]
    [InlineData("temperature: 1e400", "ai_config.temperature", "a number")]
    [InlineData("temperature: [1]", "ai_config.temperature", "a number")]
    [InlineData("max_tokens: 0", "ai_config.max_tokens", "from 1 to 32768")]
    [InlineData("max_tokens: 32769", "ai_config.max_tokens", "from 1 to 32768")]
    [InlineData("max_tokens: 1.5", "ai_config.max_tokens", "whole number")]
    [InlineData("max_tokens: 99999999999", "ai_config.max_tokens", "whole number")]
    [InlineData("top_p: 1.01", "ai_config.top_p", "from 0 to 1")]
    [InlineData("frequency_penalty: -2.1", "ai_config.frequency_penalty", "from -2 to 2")]
    [InlineData("presence_penalty: 2.1", "ai_config.presence_penalty", "from -2 to 2")]
    [InlineData("reasoning_effort: hihg", "ai_config.reasoning_effort", "not a value")]
    [InlineData("timeout: 0", "ai_config.timeout", "from 1 to 3600")]
    public void Read_WrongAISettingWithDefault_FallsBack(string line, string key, string words) =>
        AssertFallsBack($"a:\n  name: A\n  prompt: x\n  ai_config:\n    {line}\n", key, words, 5);

    [Theory]
    [InlineData("on_busy: hurry", "on_busy", "not a value")]
    [InlineData("on_busy: [reject]", "on_busy", "must be a text")]
    [InlineData("on_disconnect: stop", "on_disconnect", "not a value")]
    [InlineData("carry_over: last", "carry_over", "number of messages")]
    [InlineData("carry_over: some", "carry_over", "not a value")]
    [InlineData("carry_over: {}", "carry_over", "neither")]
    [InlineData("carry_over: { last: 0 }", "carry_over.last", "from 1 to 1000")]
    [InlineData("continuation: 3", "continuation", "keys and values")]
    [InlineData("continuation: { max_iterations: 101 }", "continuation.max_iterations", "from 1 to 100")]
    [InlineData("continuation: { timeout: soon }", "continuation.timeout", "a number")]
    [InlineData("continuation: { require_explicit_signal: yes }", "continuation.require_explicit_signal", "true or false")]
    [InlineData("color: red", "color", "#3366cc")]
    [InlineData("color:", "color", "no value")]
    [InlineData("icon: 12345678901234567", "icon", "longer than 16")]
    [InlineData("shortcut: ab", "shortcut", "one character")]
    public void Read_WrongSettingWithDefault_FallsBack(string line, string key, string words) =>
        AssertFallsBack($"a:\n  name: A\n  prompt: x\n  {line}\n", key, words, 4);

    [Theory]
    [InlineData("  prompt: x\n", "a.name", "no name", "Add `name: `")]
    [InlineData("  name: ''\n  prompt: x\n", "a.name", "no value", "Give it one")]
    [InlineData("  name: [A]\n  prompt: x\n", "a.name", "must be a text", "quotes")]
    [InlineData("  name: A\n", "a.prompt", "no prompt", "prompt_file")]
    [InlineData("  name: A\n  prompt: ' '\n", "a.prompt", "no value", "Give it one")]
    [InlineData("  name: A\n  prompt: x\n  prompt_file: y.md\n", "a.prompt_file", "exclude each other", "Keep one")]
    [InlineData("  name: A\n  prompt_file: missing.md\n", "a.prompt_file", "There is no such file", "Create it")]
    [InlineData("  name: A\n  prompt_file: prompts\n", "a.prompt_file", "cannot be read", "Check")]
    [InlineData("  name: A\n  prompt_file: ../secret.md\n", "a.prompt_file", "below the configuration directory", "relative")]
    [InlineData("  name: A\n  prompt_file: prompts/../../secret.md\n", "a.prompt_file", "below the configuration directory", "relative")]
    [InlineData("  name: A\n  prompt_file: /etc/hostname\n", "a.prompt_file", "below the configuration directory", "relative")]
    [InlineData("  name: A\n  prompt: x\n  colour: red\n", "a.colour", "no key `colour`", "`color`")]
    [InlineData("  name: A\n  prompt: x\n  api_key: red\n", "a.api_key", "no key `api_key`", "Use one of: ai_config, allow_tools")]
    [InlineData("  name: A\n  name: B\n  prompt: x\n", "a.name", "given twice, first on line 2", "Keep one")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: gpt-4\n", "a.ai_config", "keys and values", "Indent")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { temprature: 1 }\n", "a.ai_config.temprature", "no key `temprature`", "`temperature`")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { model: [gpt] }\n", "a.ai_config.model", "must be a text", "quotes")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { provider: opneai }\n", "a.ai_config.provider", "no provider `opneai`", "`openai`")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { provider: offline, model: offline-ful }\n", "a.ai_config.model", "not among the models of `offline`", "`offline-full`")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { stop: END }\n", "a.ai_config.stop", "must be a list", "[one, two]")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { stop: [a, b, c, d, e] }\n", "a.ai_config.stop", "more than 4", "Remove")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { fallbacks: [gpt-4] }\n", "a.ai_config.fallbacks", "not `provider/model`", "offline/offline-full")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { fallbacks: [ofline/offline-full] }\n", "a.ai_config.fallbacks", "no provider `ofline`", "`offline`")]
    [InlineData("  name: A\n  prompt: x\n  ai_config: { fallbacks: [offline/gpt-4] }\n", "a.ai_config.fallbacks", "not among the models", "offline-brief, offline-full")]
    [InlineData("  name: A\n  prompt: x\n  allow_tools: [get_curent_time]\n", "a.allow_tools", "no tool `get_curent_time`", "`get_current_time`")]
    [InlineData("  name: A\n  prompt: x\n  allow_tools: [switch_agent, switch_agent]\n", "a.allow_tools", "named twice", "Keep one")]
    [InlineData("  name: A\n  prompt: x\n  allow_tools: [[switch_agent]]\n", "a.allow_tools", "must be a text", "quotes")]
    public void Read_WrongSettingWithoutDefault_IsInvalid(string lines, string key, string words, string remedy)
    {
        AgentEntry entry = Read("a:\n" + lines).Agents["a"];

        ConfigurationProblem problem = Assert.Single(entry.Problems);
        Assert.Equal((AgentState.Invalid, null), (entry.State, entry.Definition));
        Assert.Equal((key, false), (problem.Key, problem.FallsBack));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools: [switch_agent]", "a.tools", "no key `tools`", "Did you mean `allow_tools`?")]
    [InlineData("tool_set: [clock]", "a.tool_set", "no key `tool_set`", "Did you mean `tool_sets`?")]
    [InlineData("tool_sets: [clok]", "a.tool_sets", "no tool set `clok`", "Did you mean `clock`?")]
    [InlineData("tool_sets: [broken]", "a.tool_sets", "`broken` has errors in tools.yaml", "Mend")]
    [InlineData("tool_sets: [clock, clock]", "a.tool_sets", "named twice", "Keep one")]
    [InlineData("tool_sets: clock", "a.tool_sets", "must be a list", "[one, two]")]
    [InlineData("tool_tags: [utilty]", "a.tool_tags", "No tool has the tag `utilty`", "Did you mean `utility`?")]
    [InlineData("mcp_servers: [dosc]", "a.mcp_servers", "no MCP server `dosc`", "Did you mean `docs`?")]
    [InlineData("allow_tools: [doc__search]", "a.allow_tools", "no MCP server `doc`", "Did you mean `docs`?")]
    [InlineData("allow_tools: ['*']", "a.allow_tools", "`*` names no tool", "Name each tool")]
    [InlineData("allow_tools: ['get_*']", "a.allow_tools", "`get_*` names no tool", "Name each tool")]
    [InlineData("allow_tools: ['docs__']", "a.allow_tools", "no tool `docs__`", "Use one of: get_current_time, switch_agent")]
    [InlineData("deny_tools: [switch_agnet]", "a.deny_tools", "no tool `switch_agnet`", "Did you mean `switch_agent`?")]
    [InlineData("deny_tools: ['write_*']", "a.deny_tools", "no tool `write_*`", "Use one of")]
    [InlineData("deny_tools: [dosc__search]", "a.deny_tools", "no MCP server `dosc`", "Did you mean `docs`?")]
    [InlineData("deny_tools: [switch_agnet], client_tools: true", "a.deny_tools", "no tool `switch_agnet`", "Did you mean `switch_agent`?")]
    [InlineData("allow_tools: [switch_agent], deny_tools: [switch_agent]", "a.allow_tools", "`switch_agent` is taken away again by `deny_tools: switch_agent`", "Keep one")]
    [InlineData("allow_tools: [docs__search], deny_tools: ['docs__*']", "a.allow_tools", "taken away again by `deny_tools: docs__*`", "Keep one")]
    [InlineData("client_tools: yes", "a.client_tools", "true or false", "without quotes")]
    [InlineData("approval: { tool: x }", "a.approval", "must be a list", "dash")]
    [InlineData("approval: [always]", "a.approval", "must hold keys and values", "- { key: value }")]
    [InlineData("tool_sets: [clock], approval: [{ decision: ask }]", "a.approval[0].tool", "no `tool`", "Add `tool: `")]
    [InlineData("tool_sets: [clock], approval: [{ tool: get_current_time }]", "a.approval[0].decision", "no `decision`", "`always`, `ask` or `never`")]
    [InlineData("tool_sets: [clock], approval: [{ tool: get_current_time, decision: alway }]", "a.approval[0].decision", "not a value", "`always`")]
    [InlineData("tool_sets: [clock], approval: [{ tool: get_current_time, decison: ask, decision: ask }]", "a.approval[0].decison", "no key", "`decision`")]
    [InlineData("tool_sets: [clock], approval: [{ tool: get_curent_time, decision: ask }]", "a.approval[0].tool", "no tool `get_curent_time`", "`get_current_time`")]
    [InlineData("tool_sets: [clock], approval: [{ tool: 'get current?', decision: ask }]", "a.approval[0].tool", "no tool", "get_current_time")]
    [InlineData("tool_sets: [clock], approval: [{ tool: switch_agent, decision: ask }]", "a.approval[0].tool", "not granted the tool `switch_agent`", "Grant it")]
    [InlineData("approval: [{ tool: '*', decision: ask }]", "a.approval[0].tool", "not granted the tool `*`", "Grant it")]
    [InlineData("mcp_servers: [docs], approval: [{ tool: web__get, decision: ask }]", "a.approval[0].tool", "no tool `web__get`", "granted no tools")]
    [InlineData("tool_sets: [clock], approval: [{ tool: '*', decision: ask, arguments: { time_zon: x } }]", "a.approval[0].arguments", "no argument `time_zon`", "`time_zone`")]
    [InlineData("tool_sets: [clock], approval: [{ tool: '*', decision: ask, arguments: { time_zone: [x] } }]", "a.approval[0].arguments", "must be a text", "quotes")]
    [InlineData("tool_sets: [clock], approval: [{ tool: '*', decision: ask, arguments: time_zone }]", "a.approval[0].arguments", "names and texts", "name: text")]
    [InlineData("tool_sets: [clock], approval: [{ tool: '*', decision: always }, { tool: get_current_time, decision: ask }]", "a.approval[1].tool", "never reached", "Put it before")]
    [InlineData("tool_sets: [clock], approval: [{ tool: 'get_*', decision: ask }, { tool: 'get_*', decision: ask }]", "a.approval[1].tool", "never reached", "remove it")]
    [InlineData("tool_sets: [clock], approval: [{ tool: '*', decision: ask, even_untrusted: true }]", "a.approval[0].even_untrusted", "means nothing with `ask`", "Remove")]
    public void Read_WrongGrant_IsExplained(string lines, string key, string words, string remedy)
    {
        AgentEntry entry = Read($"a: {{ name: A, prompt: x, {lines} }}\n").Agents["a"];

        ConfigurationProblem problem = Assert.Single(entry.Problems);
        Assert.Equal((AgentState.Invalid, null), (entry.State, entry.Definition));
        Assert.Equal((key, false), (problem.Key, problem.FallsBack));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny_tools: ['*']")]
    [InlineData("deny_tools: ['*_agent']")]
    [InlineData("tool_sets: [clock], deny_tools: [switch_agent]")]
    [InlineData("client_tools: true, deny_tools: [open_page]")]
    [InlineData("allow_tools: ['docs__*'], deny_tools: [docs__delete, 'docs__d*']")]
    [InlineData("mcp_servers: [docs], approval: [{ tool: docs__search, decision: ask, arguments: { anything: x } }]")]
    [InlineData("allow_tools: [docs__search], approval: [{ tool: '*search', decision: never }]")]
    [InlineData("client_tools: true, approval: [{ tool: open_page, decision: ask, arguments: { page: 'x*' } }]")]
    [InlineData("tool_tags: [utility], approval: [{ tool: '*_time', decision: never, arguments: { time_zone: '*' } }]")]
    public void Read_GrantOfWhatMayBe_IsTaken(string lines) => Valid($"a: {{ name: A, prompt: x, {lines} }}\n");

    [Fact]
    public void Read_EachPartOfARule_IsPartOfTheRevision()
    {
        string[] rules =
        [
            "{ tool: get_current_time, decision: ask }",
            "{ tool: get_current_time, decision: always }",
            "{ tool: get_current_time, decision: always, even_untrusted: true }",
            "{ tool: '*', decision: ask }",
            "{ tool: '*', decision: ask, arguments: { time_zone: a } }",
            "{ tool: '*', decision: ask, arguments: { time_zone: b } }",
        ];

        var revisions = rules.Select(rule => Valid($"a: {{ name: A, prompt: x, tool_sets: [clock], approval: [{rule}] }}\n").Revision);

        Assert.Equal(rules.Length, revisions.Distinct().Count());
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Read_WrongId_BelongsToNoAgent(string id)
    {
        AgentSnapshot snapshot = Read($"{id}:\n  name: A\n  prompt: x\n");

        Assert.Empty(snapshot.Agents);
        Assert.Contains("cannot be an agent's id", Assert.Single(snapshot.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyFaults_GathersAllInFileOrder()
    {
        AgentSnapshot snapshot = Read("""
            alice:
              nmae: Alice
              ai_config:
                temperature: 9
                max_tokens: many
              allow_tools: [fly]
            bob:
              name: Bob
              prompt: x
            carol: just text
            """);

        Assert.Equal(
            [(1, 1, "alice.name"), (2, 3, "alice.nmae"), (2, 3, "alice.prompt"), (4, 18, "alice.ai_config.temperature"),
                (5, 17, "alice.ai_config.max_tokens"), (6, 17, "alice.allow_tools"), (10, 8, "carol")],
            snapshot.AllProblems.Select(problem => (problem.Line, problem.Column, problem.Key)));
        Assert.Equal(AgentState.Valid, snapshot.Agents["bob"].State);
    }

    [Fact]
    public void Read_DuplicatesInOneFile_AreProblems()
    {
        AgentSnapshot snapshot = Read("""
            a: { name: A, prompt: x, shortcut: s }
            b: { name: B, prompt: x, shortcut: s }
            c: { name: C, prompt: x }
            c: { name: D, prompt: x }
            """);

        Assert.Equal((AgentState.Valid, "s"), (snapshot.Agents["a"].State, snapshot.Agents["a"].Definition!.Shortcut));
        Assert.Equal((AgentState.Valid, null), (snapshot.Agents["b"].State, snapshot.Agents["b"].Definition!.Shortcut));
        Assert.Equal((2, "b.shortcut", true), Place(Assert.Single(snapshot.Agents["b"].Problems)));
        Assert.Equal(AgentState.Invalid, snapshot.Agents["c"].State);
        Assert.Equal((4, "c", false), Place(Assert.Single(snapshot.Agents["c"].Problems)));
    }

    [Fact]
    public void Read_PromptFileBehindLinkOut_IsRefused()
    {
        using ConfigurationFolder outside = new();
        outside.Write("prompts/secret.md", "canary-secret");
        Directory.CreateSymbolicLink(_folder.PathOf("prompts/out"), outside.PathOf("prompts"));
        File.CreateSymbolicLink(_folder.PathOf("prompts/in.md"), _folder.PathOf("prompts/real.md"));
        _folder.Write("prompts/real.md", "real");

        AgentSnapshot snapshot = Read("a:\n  name: A\n  prompt_file: prompts/out/secret.md\nb:\n  name: B\n  prompt_file: prompts/in.md\n");

        Assert.Contains("by a link", Assert.Single(snapshot.Agents["a"].Problems).Message, StringComparison.Ordinal);
        Assert.Equal("real", snapshot.Agents["b"].Definition!.Instructions);
    }

    [Fact]
    public void Read_LinksInACircle_AreRefused()
    {
        File.CreateSymbolicLink(_folder.PathOf("prompts/a.md"), "b.md");
        File.CreateSymbolicLink(_folder.PathOf("prompts/b.md"), "a.md");

        Assert.Equal(AgentState.Invalid, Read("a:\n  name: A\n  prompt_file: prompts/a.md\n").Agents["a"].State);
    }

    [Fact]
    public void Read_OverlongTexts_AreProblems()
    {
        _folder.Write("prompts/big.md", new string('x', 100_001));
        _folder.Write("prompts/huge.md", new string('x', 1_000_000));

        AgentSnapshot snapshot = Read(
            $"a:\n  name: {new string('n', 101)}\n  description: {new string('d', 2_001)}\n  prompt: {new string('p', 100_001)}\n"
            + "b:\n  name: B\n  prompt_file: prompts/big.md\nc:\n  name: C\n  prompt_file: prompts/huge.md\n");

        Assert.Equal(
            ["a.name", "a.description", "a.prompt", "b.prompt_file", "c.prompt_file"], snapshot.AllProblems.Select(problem => problem.Key));
        Assert.All(snapshot.AllProblems, problem => Assert.True(problem.Message.Length < 200));
    }

    [Fact]
    public void Read_ThousandsOfFaults_ListsABoundedNumber()
    {
        string keys = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  key{i}: 1\n"));

        AgentEntry entry = Read("a:\n" + keys).Agents["a"];

        Assert.Equal(51, entry.Problems.Length);
        Assert.Contains(entry.Problems, problem => problem.Message.Contains("more problems", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ControlCharactersInNames_AreNotRepeated()
    {
        AgentSnapshot snapshot = Read("a:\n  \"key\\r\\n\\e[31m\": 1\n  name: A\n  prompt: x\n");

        ConfigurationProblem problem = Assert.Single(snapshot.Agents["a"].Problems);
        Assert.DoesNotContain(problem.Key + problem.Message, char.IsControl);
    }

    private static (int Line, string Key, bool FallsBack) Place(ConfigurationProblem problem) => (problem.Line, problem.Key, problem.FallsBack);

    private AgentSnapshot Read(string yaml) => TestAgents.Open(_folder).Validate(yaml);

    private AgentDefinition Valid(string yaml)
    {
        AgentSnapshot snapshot = Read(yaml);
        Assert.Empty(snapshot.AllProblems);
        return Assert.Single(snapshot.Agents).Value.Definition!;
    }

    private void AssertFallsBack(string yaml, string key, string words, int line)
    {
        AgentEntry entry = Read(yaml).Agents["a"];

        ConfigurationProblem problem = Assert.Single(entry.Problems);
        Assert.Equal((line, $"a.{key}", true), Place(problem));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        Assert.Equal(AgentState.Valid, entry.State);
        Assert.Equal(Valid("a:\n  name: A\n  prompt: x\n").Revision, entry.Definition!.Revision);
    }
}
