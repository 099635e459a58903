namespace AIWhisperer.Server.Health;

/// <summary>How the server is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>notReady</c>.</param>
/// <param name="Problems">Why it is not ready.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<string> Problems);
