using System.Globalization;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Offline;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Offline;

public sealed class OfflineChatClientTests
{
    private static readonly ChatMessage s_count = new(ChatRole.User, "Please count to 5.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Hello")]
    [InlineData("How do I add an agent?")]
    [InlineData("Tell me a long story")]
    [InlineData("My cat is asleep.")]
    public async Task Answer_SameConversationTwice_IsTheSame(string text)
    {
        var first = await OfflineHarness.AskAsync(text);
        var second = await OfflineHarness.AskAsync(text);

        Assert.NotEmpty(first.Text);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public async Task Models_WhenAsked_AreItsOwn()
    {
        using var client = OfflineHarness.Client();

        Assert.Equal([OfflineModels.Full, OfflineModels.Brief], await client.GetService<IModelSource>()!.ListModelsAsync(Token));
    }

    [Fact]
    public async Task Stream_Reply_ComesWordByWordAndJoinsToTheWhole()
    {
        using var client = OfflineHarness.Client();
        var updates = await client.GetStreamingResponseAsync([s_count], OfflineHarness.Options(), Token).ToListAsync(Token);

        Assert.Equal(["1 ", "2 ", "3 ", "4 ", "5"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.All(updates, update => Assert.Equal((OfflineModels.Full, ChatRole.Assistant), (update.ModelId, update.Role)));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task Stream_WithPace_WaitsForEachWordsMoment()
    {
        var clock = new ManualTimeProvider();
        using var client = OfflineHarness.Client(wordsPerSecond: 10, clock);
        await using var updates = client.GetStreamingResponseAsync([s_count], OfflineHarness.Options(), Token).GetAsyncEnumerator(Token);

        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("1 ", updates.Current.Text);
        foreach (var word in new[] { "2 ", "3 ", "4 ", "5" })
        {
            var next = updates.MoveNextAsync().AsTask();
            await clock.WaitForTimersAsync(1, Token);
            clock.Advance(TimeSpan.FromMilliseconds(99));
            Assert.False(next.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(await next);
            Assert.Equal(word, updates.Current.Text);
        }
    }

    [Fact]
    public async Task Stream_ReaderWasSlow_CatchesUpWithoutWaiting()
    {
        var clock = new ManualTimeProvider();
        using var client = OfflineHarness.Client(wordsPerSecond: 10, clock);
        await using var updates = client.GetStreamingResponseAsync([s_count], OfflineHarness.Options(), Token).GetAsyncEnumerator(Token);
        await updates.MoveNextAsync();

        clock.Advance(TimeSpan.FromSeconds(1));

        for (var word = 2; word <= 5; word++)
        {
            var next = updates.MoveNextAsync();
            Assert.True(next.IsCompleted);
            Assert.True(await next);
        }
    }

    [Fact]
    public async Task Stream_CancelledWhileItWaits_EndsAtOnce()
    {
        var clock = new ManualTimeProvider();
        using var client = OfflineHarness.Client(wordsPerSecond: 0.001, clock);
        using var turn = new CancellationTokenSource();
        await using var updates = client
            .GetStreamingResponseAsync([s_count], OfflineHarness.Options(), turn.Token)
            .GetAsyncEnumerator(Token);
        await updates.MoveNextAsync();
        var next = updates.MoveNextAsync().AsTask();
        await clock.WaitForTimersAsync(1, Token);

        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Stream_CancelledWithoutPace_EndsBeforeTheNextWord()
    {
        using var client = OfflineHarness.Client();
        using var turn = new CancellationTokenSource();
        await using var updates = client
            .GetStreamingResponseAsync([s_count], OfflineHarness.Options(), turn.Token)
            .GetAsyncEnumerator(Token);
        await updates.MoveNextAsync();

        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => updates.MoveNextAsync().AsTask());
    }

    [Theory]
    [InlineData(3, "1 2 3", "length")]
    [InlineData(5, "1 2 3 4 5", "stop")]
    [InlineData(6, "1 2 3 4 5", "stop")]
    public async Task Answer_MaxOutputTokens_CutsAndSaysSo(int max, string text, string finish)
    {
        var options = OfflineHarness.Options();
        options.MaxOutputTokens = max;

        var response = await OfflineHarness.AskAsync([s_count], options);

        Assert.Equal((text, new ChatFinishReason(finish)), (response.Text.TrimEnd(), response.FinishReason));
        Assert.Equal(Math.Min(max, 5), response.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Answer_StopSequence_EndsBeforeTheFirstOfThem()
    {
        var options = OfflineHarness.Options();
        options.StopSequences = ["5", "", "3 4"];

        var response = await OfflineHarness.AskAsync([s_count], options);

        Assert.Equal(("1 2 ", ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Fact]
    public async Task Answer_Usage_CountsWordsReadAndWritten()
    {
        var response = await OfflineHarness.AskAsync([s_count], OfflineHarness.Options(instructions: "You are Alice, a test."));

        Assert.Equal((9L, 5L, 14L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Answer_UnknownModel_NamesTheModelsThereAre()
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => OfflineHarness.AskAsync("Hello", OfflineHarness.Options("gpt-4")));

        Assert.Equal(ErrorCodes.ProviderModelNotFound, fault.Code);
        Assert.Contains("offline-full or offline-brief", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_NoModelNamed_IsOfTheFullOne() =>
        Assert.Equal(OfflineModels.Full, (await OfflineHarness.AskAsync("Hello", new ChatOptions())).ModelId);

    [Fact]
    public async Task Kind_Client_AnswersWithoutKeyAndUrl()
    {
        var kind = new OfflineProviderKind(TimeProvider.System);
        using var client = kind.CreateClient(new ProviderDefinition { Id = "local", Kind = kind.Name, WordsPerSecond = 0 });

        var response = await client.GetResponseAsync([s_count], new ChatOptions(), Token);

        Assert.Equal(("offline", false), (kind.Name, kind.NeedsBaseUrl));
        Assert.Equal("1 2 3 4 5", response.Text);
        Assert.Equal("local", client.GetService<ChatClientMetadata>()!.ProviderName);
    }

    [Fact]
    public async Task Answer_CountTo500_HasAllNumbers()
    {
        var response = await OfflineHarness.AskAsync("count to 500");

        Assert.Equal(Enumerable.Range(1, 500), response.Text.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)));
    }
}
