using System.Text.Json;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>A call of a tool while a person is asked about it.</summary>
/// <param name="response">The stream of the call.</param>
/// <param name="told">What comes on it.</param>
/// <param name="sessionId">The session that the question stands in.</param>
/// <param name="approvalId">The question.</param>
internal sealed class WaitingCall(
    HttpResponseMessage response, IAsyncEnumerator<JsonElement> told, string sessionId, string approvalId) : IDisposable
{
    public string SessionId => sessionId;

    public string Approval => $"/api/sessions/{sessionId}/approvals/{approvalId}";

    public string Events => $"/api/sessions/{sessionId}/events?limit=1000";

    /// <summary>What the client is told next.</summary>
    public async Task<JsonElement> NextAsync()
    {
        Assert.True(await told.MoveNextAsync());
        return told.Current;
    }

    /// <summary>Reads to the result.</summary>
    public async Task<JsonElement> ResultAsync()
    {
        while (true)
        {
            if ((await NextAsync()).TryGetProperty("result", out var result))
            {
                return result;
            }
        }
    }

    /// <summary>Drops the connection, as a client does that is gone.</summary>
    public void Dispose() => response.Dispose();
}
