using AIWhisperer.Core.Providers.Offline;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Offline;

public sealed class OfflineReplyTests
{
    [Theory]
    [InlineData("Hello!")]
    [InlineData("Hi Alice")]
    [InlineData("Hi Alice, how are you?")]
    [InlineData("How are you today?")]
    [InlineData("Who are you?")]
    [InlineData("what are you exactly")]
    [InlineData("Are you a real AI?")]
    [InlineData("Which model are you?")]
    [InlineData("")]
    public async Task Greeting_OrQuestionWhatItIs_SaysThatItIsOffline(string text)
    {
        foreach (var model in new[] { OfflineModels.Full, OfflineModels.Brief })
        {
            var response = await OfflineHarness.AskAsync(text, OfflineHarness.Options(model, "# Role\n\nYou are Alice, a helper."));

            Assert.Contains("I am Alice", response.Text, StringComparison.Ordinal);
            Assert.Contains("offline model", response.Text, StringComparison.Ordinal);
            Assert.Contains("no AI provider answers here", response.Text, StringComparison.Ordinal);
            Assert.Contains("set OPENAI_API_KEY", response.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("You are a helpful assistant.")]
    [InlineData("You are An expert.")]
    [InlineData("Answer briefly. You are Bob.")]
    [InlineData("you are Bob")]
    [InlineData("")]
    public async Task Name_NotAtTheStartOfTheInstructions_IsNotTaken(string instructions)
    {
        var response = await OfflineHarness.AskAsync("Hello", OfflineHarness.Options(instructions: instructions));

        Assert.StartsWith("Hello! I am the offline model of AIWhisperer:", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_InASystemMessage_IsTaken()
    {
        var response = await OfflineHarness.AskAsync([new(ChatRole.System, "You are Debbie the Debugger."), new(ChatRole.User, "Hello")]);

        Assert.StartsWith("Hello! I am Debbie,", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What did I say before?", "Before this you said: “The sky is green”")]
    [InlineData("Please repeat my last message", "Before this you said: “The sky is green”")]
    [InlineData("What was my first message?", "Your first message was: “My name is Ann”")]
    [InlineData("What did you just say?", "I said: “Noted.”")]
    [InlineData("Please summarize our conversation", "So far you said:\n- My name is Ann\n- The sky is green")]
    public async Task Recall_EarlierMessages_AreQuoted(string text, string expected)
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "My name is Ann"),
            new(ChatRole.Assistant, "Noted."),
            new(ChatRole.User, "The sky is green"),
            new(ChatRole.Assistant, "Noted."),
            new(ChatRole.User, text),
        ];

        Assert.Equal(expected, (await OfflineHarness.AskAsync(messages)).Text);
    }

    [Fact]
    public async Task Recall_QuotesOfOthers_AreNotTheUsersWords()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "The sky is green"),
            new(ChatRole.User, "[alice answered]\nNoted.") { AuthorName = "alice" },
            new(ChatRole.User, "What did I say before?"),
        ];

        Assert.Equal("Before this you said: “The sky is green”", (await OfflineHarness.AskAsync(messages)).Text);
    }

    [Fact]
    public async Task Recall_NothingSaidYet_SaysSo() =>
        Assert.StartsWith("Nothing was said", (await OfflineHarness.AskAsync("What did I say before?")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("write 250 words about the sea", 250)]
    [InlineData("Write a 2000-word story", 2_000)]
    [InlineData("Tell me a long story", 600)]
    public async Task LongText_Length_IsAsAsked(string text, int words)
    {
        var full = await OfflineHarness.AskAsync(text);
        var brief = await OfflineHarness.AskAsync(text, OfflineHarness.Options(OfflineModels.Brief));

        Assert.Equal(words, full.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(full.Text, brief.Text);
    }

    [Fact]
    public async Task LongText_AbsurdLength_IsCapped()
    {
        var response = await OfflineHarness.AskAsync("count to 999999999");

        Assert.EndsWith(" 100000", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remark_AsksForNothing_IsAcknowledgedWithoutTheWordOffline()
    {
        var response = await OfflineHarness.AskAsync("My cat is asleep on the roof.");

        Assert.StartsWith("You said: “My cat is asleep on the roof.”.", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("offline", response.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Message_OfAMegabyte_IsAnswered()
    {
        var response = await OfflineHarness.AskAsync(string.Concat(Enumerable.Repeat("call switch to ", 70_000)));

        Assert.StartsWith("You said:", response.Text, StringComparison.Ordinal);
        Assert.InRange(response.Text.Length, 50, 500);
    }
}
