using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace AIWhisperer.ServerHarness;

/// <summary>Reads an event stream by the platform's own parser.</summary>
public static class EventStreamReader
{
    public static async IAsyncEnumerable<(long Seq, string Type, JsonElement Data)> ReadEventsAsync(this HttpResponseMessage response)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(token);
        var parser = SseParser.Create(body, (type, data) => (type, Encoding.UTF8.GetString(data)));
        await foreach (var item in parser.EnumerateAsync(token))
        {
            var data = JsonSerializer.Deserialize<JsonElement>(item.Data.Item2);
            Assert.Equal(item.EventType, data.GetProperty("type").GetString());
            Assert.Equal(item.EventId, data.GetProperty("seq").GetRawText());
            yield return (data.GetProperty("seq").GetInt64(), item.EventType, data);
        }
    }
}
