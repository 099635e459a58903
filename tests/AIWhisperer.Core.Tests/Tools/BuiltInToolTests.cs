using AIWhisperer.Core.Processes;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Tools;

public sealed class BuiltInToolTests
{
    private readonly FakeToolSession _session = new();

    [Fact]
    public async Task CurrentTime_NoZone_IsUtc() =>
        Assert.Equal("2026-01-02T03:04:05+00:00 (Friday, UTC)", (await CallAsync("get_current_time")).Result);

    [Fact]
    public async Task CurrentTime_Zone_IsItsLocalTime() =>
        Assert.Equal(
            "2026-01-02T04:04:05+01:00 (Friday, Europe/Berlin)",
            (await CallAsync("get_current_time", ("time_zone", "Europe/Berlin"))).Result);

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../../../../dev/zero")]
    [InlineData("/etc/passwd")]
    [InlineData("Europe/../../etc/passwd")]
    [InlineData("")]
    public async Task CurrentTime_BadZone_NamesTheRemedy(string zone)
    {
        var outcome = await CallAsync("get_current_time", ("time_zone", zone));

        Assert.StartsWith($"There is no time zone '{zone}'. Give an IANA name", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchAgent_KnownAgent_SwitchesTheSessionOfTheCall()
    {
        var outcome = await CallAsync("switch_agent", ("agent_id", " debbie "), ("reason", "a bug"));

        Assert.Equal("The active agent is now 'debbie': the next message goes there.", outcome.Result);
        Assert.Equal(("debbie", "a bug"), _session.Switched);
    }

    [Fact]
    public async Task SwitchAgent_NoReason_IsAccepted()
    {
        await CallAsync("switch_agent", ("agent_id", "debbie"));

        Assert.Equal(("debbie", null), _session.Switched);
    }

    [Fact]
    public async Task SwitchAgent_UnknownAgent_TellsTheModel()
    {
        _session.Fault = new NotFoundException(ErrorCodes.AgentNotFound, "There is no agent 'bob'. There are: alice, debbie.");

        var outcome = await CallAsync("switch_agent", ("agent_id", "bob"));

        Assert.Equal("There is no agent 'bob'. There are: alice, debbie.", outcome.Error);
    }

    [Fact]
    public async Task SwitchAgent_BlankAgent_IsRefused()
    {
        var outcome = await CallAsync("switch_agent", ("agent_id", " "));

        Assert.Equal("agent_id is empty. Give the id of an agent.", outcome.Error);
        Assert.Null(_session.Switched);
    }

    [Fact]
    public async Task InspectLoops_ListsTheLoopsOfTheSessionOfTheCall()
    {
        var session = new FakeToolSession { Loops = [new InspectedLoop("alice", "offline", "offline-full", "running", true, 2, 0)] };

        var outcome = await new ToolCalls(session, TimeProvider.System).CallAsync(InspectLoopsTool.Create());

        Assert.Equal(
            """[{"agentId":"alice","provider":"offline","model":"offline-full","state":"running","isActive":true,"turnsEnded":2,"turnsWaiting":0}]""",
            outcome.Result);
    }

    [Fact]
    public void SwitchAgent_Schema_ShowsTheModelOnlyItsOwnArguments()
    {
        var properties = SwitchAgentTool.Create().Function.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

        Assert.Equal(["agent_id", "reason"], properties.Order());
    }

    [Fact]
    public void AddTools_TimeoutOutOfRange_IsNamedAtValidation()
    {
        using var services = Services(("AIWhisperer:Tools:Timeout", "00:00:00"));

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ToolOptions>>().Value);

        Assert.Contains("Timeout", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTools_Catalog_HoldsTheBuiltInTools()
    {
        using var services = Services();

        Assert.Equal(
            [
                "ai_loop_inspector", "execute_command", "fetch_url", "find_pattern", "get_current_time", "get_project_structure", "list_directory",
                "read_file", "search_files",
                "switch_agent", "workspace_stats", "write_file",
            ],
            services.GetRequiredService<ToolCatalog>().Names);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<TimeProvider>(new ManualTimeProvider())
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value))
            .Build())
        .AddProcesses()
        .AddTools()
        .BuildServiceProvider();

    private async Task<ToolOutcome> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        await using var services = Services();
        return await new ToolCalls(_session, TimeProvider.System).CallAsync(services.GetRequiredService<ToolCatalog>().Find(tool)!, arguments);
    }
}
