using System.Text.Json;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>A tool call.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object; null where the model wrote none or nothing that can be read.</param>
/// <param name="Fault">Why it cannot be called.</param>
/// <param name="Raw">What the model wrote in place of arguments.</param>
internal sealed record CassetteToolCall(string Id, string Name, JsonElement? Arguments = null, string? Fault = null, string? Raw = null);
