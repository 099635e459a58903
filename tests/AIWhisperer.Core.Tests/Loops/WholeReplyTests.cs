using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Loops;

public sealed class WholeReplyTests
{
    [Theory]
    [InlineData(BrokenReplyPolicy.Restart, "whole")]
    [InlineData(BrokenReplyPolicy.Continue, "broken whole")]
    public async Task Read_AfterAFallback_HasWhatWasKept(BrokenReplyPolicy policy, string text)
    {
        var cause = new ProviderException(ErrorCodes.ProviderTruncated, "It broke.");

        var response = await WholeReply.ReadAsync(Stream(
            new WaitNotice("p", 1),
            new TextContent("broken "),
            new FallbackNotice(new ModelReference("p", "a"), new ModelReference("p", "b"), cause, policy),
            new TextContent("whole")));

        Assert.Equal(text, response.Text);
        Assert.DoesNotContain(response.Messages.SelectMany(message => message.Contents), content => content is ProviderNotice);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Stream(params AIContent[] contents)
    {
        foreach (var content in contents)
        {
            await Task.CompletedTask;
            yield return new ChatResponseUpdate { Role = ChatRole.Assistant, Contents = [content] };
        }
    }
}
