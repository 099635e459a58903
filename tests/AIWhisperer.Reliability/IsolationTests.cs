using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Events;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability;

/// <summary>
/// Many sessions with three agents each, on three models, all at once. Every word that a person says, and so every word that a model
/// answers, names its session and agent.
/// </summary>
public sealed partial class IsolationTests
{
    private const int TurnsOfAnAgent = 3;

    private static readonly (string Agent, string Model)[] s_agents = [("alice", "model-a"), ("debbie", "model-b"), ("carl", "model-c")];

    [GeneratedRegex(@"\bs\d+-[a-z]+-\d+\b")]
    private static partial Regex WordPattern { get; }

    [Fact]
    public async Task Agents_OfManySessionsAtOnce_NeverSeeAForeignWord()
    {
        var sessions = Scale.Of(40, 200);
        var watch = Stopwatch.StartNew();
        await using var server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = string.Join('\n', s_agents.Select(entry =>
                $"{entry.Agent}: {{ name: {entry.Agent}, prompt: Answer., ai_config: {{ model: {entry.Model} }} }}")),
        });
        server.Upstream.Choose = EchoSlowly;

        var words = await Task.WhenAll(Enumerable.Range(0, sessions).Select(number => TalkAsync(server, number)));

        var requests = server.Upstream.Requests;
        Assert.Equal(sessions * s_agents.Length * TurnsOfAnAgent, requests.Count);
        Assert.All(requests, AssertOnlyOneAgentsWords);
        await AssertOneLoopForEachAgentAsync(server, sessions);
        Figures.Print("isolation", $"{sessions} sessions x {s_agents.Length} agents x {TurnsOfAnAgent} turns at once: 0 foreign among "
            + $"{words.Sum()} words received and {requests.Count} histories sent, one loop for each of {sessions * s_agents.Length} keys; "
            + $"{watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static Action<UpstreamReply> EchoSlowly(UpstreamRequest request) => reply =>
    {
        foreach (var word in request.LastUserText.Split(' '))
        {
            reply.Text(word + " ").Pause(TimeSpan.FromMilliseconds(1));
        }
    };

    /// <summary>The first two messages to each agent race; the third comes when they are answered. Returns how many words came back.</summary>
    private static async Task<int> TalkAsync(TestServer server, int number)
    {
        var session = await server.CreateSessionAsync();
        var transcript = new Transcript();
        var following = FollowAsync(server, number, session, transcript);
        await Task.WhenAll(s_agents.Select(async entry =>
        {
            var racing = await Task.WhenAll(PostAsync(entry.Agent, 0), PostAsync(entry.Agent, 1));
            await await Task.WhenAny(following, Task.WhenAll(racing.Select(transcript.WhenEnded)));
            await PostAsync(entry.Agent, 2);
        }));
        var words = await following;
        var stored = await server.StoredEventsAsync(session);
        transcript.Check(stored);
        AssertAnswersAreEchoes(stored);
        return words;

        Task<string> PostAsync(string agent, int turn) => server.PostAsync(
            session, string.Join(' ', Enumerable.Range(turn * 10, 10).Select(word => $"s{number}-{agent}-{word}")), agent);
    }

    private static async Task<int> FollowAsync(TestServer server, int number, string session, Transcript transcript)
    {
        var words = 0;
        var wire = number % 2 == 0 ? Wire.Hub : Wire.Http;
        await foreach (var item in EventFeed.AttachAsync(wire, server.Address, session, 0))
        {
            if (item.TryGetProperty("text", out var text))
            {
                var found = text.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var own = $"s{number}-{item.GetProperty("agentId").GetString()}-";
                Assert.All(found, word => Assert.StartsWith(own, word, StringComparison.Ordinal));
                words += found.Length;
            }

            transcript.Take(item);
            if (transcript.TurnsEnded == s_agents.Length * TurnsOfAnAgent)
            {
                return words;
            }
        }

        throw new InvalidOperationException("The stream ended before the turns did.");
    }

    private static void AssertAnswersAreEchoes(IReadOnlyList<JsonElement> stored)
    {
        var said = stored.Where(item => item.GetProperty("type").ValueEquals(EventTypes.MessageAdded))
            .ToDictionary(item => item.GetProperty("turnId").GetString()!, item => item.GetProperty("text").GetString());
        var answers = stored.Where(item => item.GetProperty("type").ValueEquals(EventTypes.MessageCompleted)).ToList();
        Assert.Equal(s_agents.Length * TurnsOfAnAgent, answers.Count);
        Assert.All(answers, item => Assert.Equal(
            said[item.GetProperty("turnId").GetString()!], item.GetProperty("text").GetString()!.TrimEnd()));
    }

    private static void AssertOnlyOneAgentsWords(UpstreamRequest request)
    {
        var owner = Assert.Single(WordPattern.Matches(request.BodyText).Select(match => match.Value[..match.Value.LastIndexOf('-')]).Distinct());
        var agent = owner[(owner.IndexOf('-', StringComparison.Ordinal) + 1)..];
        Assert.Equal(s_agents.Single(entry => entry.Agent == agent).Model, request.Model);
    }

    /// <summary>A second loop for a key would have taken some of its turns. A loop tells its clients of an ending before it counts it.</summary>
    private static async Task AssertOneLoopForEachAgentAsync(TestServer server, int sessions)
    {
        var loops = (await server.CallAsync(HttpMethod.Get, "/api/loops")).GetProperty("loops").EnumerateArray().ToList();
        Assert.Equal(sessions * s_agents.Length, loops.Count);
        Assert.All(loops, loop => Assert.Equal(
            TurnsOfAnAgent, loop.GetProperty("turns").GetInt32() + (loop.GetProperty("state").ValueEquals("running") ? 1 : 0)));
    }
}
