using System.Text.Json;
using AIWhisperer.Core.Providers.Offline;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Offline;

public sealed class OfflineToolTests
{
    [Theory]
    [InlineData("What time is it?", "get_current_time", "")]
    [InlineData("what time is it in Europe/Berlin?", "get_current_time", "time_zone=Europe/Berlin")]
    [InlineData("What's the time in UTC", "get_current_time", "time_zone=UTC")]
    [InlineData("switch to debbie", "switch_agent", "agent_id=debbie,reason=The user asked.")]
    [InlineData("Please let me talk to Debbie.", "switch_agent", "agent_id=debbie,reason=The user asked.")]
    [InlineData("Can I speak with Debbie, please?", "switch_agent", "agent_id=debbie,reason=The user asked.")]
    [InlineData("I would like to talk to Debbie", "switch_agent", "agent_id=debbie,reason=The user asked.")]
    [InlineData("switch back to agent Debbie", "switch_agent", "agent_id=debbie,reason=The user asked.")]
    [InlineData("call weather", "weather", "")]
    [InlineData("Use the weather tool with {\"city\": \"Bonn\"}", "weather", "city=Bonn")]
    [InlineData("please run the tool `weather` with {\"city\": \"Bonn\"}.", "weather", "city=Bonn")]
    public async Task PlainRequest_GrantedTool_IsCalled(string text, string tool, string arguments)
    {
        var response = await AskAsync(text);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal(tool, call.Name);
        Assert.Equal(arguments, string.Join(',', call.Arguments!.Select(argument => $"{argument.Key}={argument.Value}")));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Theory]
    [InlineData("How do I switch to another agent?")]
    [InlineData("I will call later")]
    [InlineData("call me")]
    [InlineData("use the force")]
    [InlineData("What is the time limit of a turn?")]
    [InlineData("Switch to a darker colour for the headings")]
    public async Task OtherText_ThatSoundsAlike_CallsNothing(string text)
    {
        var response = await AskAsync(text);

        Assert.DoesNotContain(response.Messages[0].Contents, content => content is FunctionCallContent);
        Assert.DoesNotContain("granted", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What time is it?", "get_current_time")]
    [InlineData("switch to debbie", "switch_agent")]
    [InlineData("use the erase_disk tool", "erase_disk")]
    public async Task PlainRequest_ToolNotGranted_SaysSo(string text, string tool)
    {
        var response = await OfflineHarness.AskAsync(text, OfflineHarness.Options(tools: "weather"));

        Assert.Equal(
            $"For that I would call the tool {tool}, but it is not granted to me. Granted: weather. "
                + "Tools are granted in the agent's file, under allow_tools or tool_sets.",
            response.Text);
    }

    [Fact]
    public async Task PlainRequest_ToolsForbiddenForThisCall_CallsNone()
    {
        var options = OfflineHarness.Options(tools: "get_current_time");
        options.ToolMode = ChatToolMode.None;

        var response = await OfflineHarness.AskAsync("What time is it?", options);

        Assert.Contains("not granted", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainRequest_BadJson_IsExplained()
    {
        var response = await AskAsync("call weather with {city: Bonn");

        Assert.StartsWith("I did not call weather:", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToolResult_AtTheEndOfTheHistory_BecomesTheReply()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "What time is it?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "get_current_time")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "12:00")]),
        ];

        var response = await AskAsync(messages);

        Assert.Equal(("get_current_time answered: 12:00", ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Fact]
    public async Task ToolResult_OfSeveralCalls_AreAllInTheReply()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Do both"),
            new(ChatRole.Assistant, [new FunctionCallContent("a", "one"), new FunctionCallContent("b", "two")]),
            new(ChatRole.Tool, [new FunctionResultContent("a", JsonSerializer.SerializeToElement("first"))]),
            new(ChatRole.Tool, [new FunctionResultContent("b", JsonSerializer.SerializeToElement(2))]),
        ];

        Assert.Equal("one answered: first\ntwo answered: 2", (await AskAsync(messages)).Text);
    }

    [Fact]
    public async Task Call_AfterAnEarlierOne_HasAnIdOfItsOwn()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "What time is it?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "get_current_time")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "12:00")]),
            new(ChatRole.Assistant, "It is noon."),
            new(ChatRole.User, "What time is it now?"),
        ];

        var call = (await AskAsync(messages)).Messages[0].Contents.OfType<FunctionCallContent>().Single();

        Assert.Equal("call_2", call.CallId);
    }

    private static Task<ChatResponse> AskAsync(string text) => AskAsync([new ChatMessage(ChatRole.User, text)]);

    private static Task<ChatResponse> AskAsync(ChatMessage[] messages) => OfflineHarness.AskAsync(
        messages,
        OfflineHarness.Options(OfflineModels.Full, null, "get_current_time", "switch_agent", "weather"));
}
