using System.Globalization;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Server.Commands;

/// <summary>The command <c>check-providers</c>: sends providers a request for one token and says, a line for each, how it went.</summary>
internal static class CheckProvidersCommand
{
    /// <summary>
    /// Returns 1 when a provider that was named, or that has a key, did not answer. One that was not named and has no key is no failure:
    /// nobody uses all of those that are configured; nor is one that takes no key, such as a local server that is not running.
    /// </summary>
    public static async Task<int> RunAsync(
        IServiceProvider services, IReadOnlyList<string> names, TextWriter output, CancellationToken cancellationToken)
    {
        var providers = services.GetRequiredService<ProviderCatalog>().Current;
        var unknown = names.Where(name => !providers.DeclaredIds.Contains(name)).ToList();
        foreach (var name in unknown)
        {
            await output.WriteLineAsync($"{name}: there is no such provider; known are {string.Join(", ", providers.DeclaredIds)}.");
        }

        var probe = services.GetRequiredService<ProviderProbe>();
        IEnumerable<string> ids = names.Count > 0 ? names.Except(unknown) : providers.DeclaredIds;
        var tests = ids.Select(id => probe.TestAsync(id, model: null, cancellationToken)).ToList();
        var hasFailed = unknown.Count > 0;
        foreach (var test in tests)
        {
            var result = await test;
            await output.WriteLineAsync(Describe(result));
            var counts = names.Count > 0 || providers.Providers.GetValueOrDefault(result.ProviderId) is null or { ApiKeyVariable: not null };
            hasFailed |= counts && result.Outcome != ProbeOutcome.Answered && (names.Count > 0 || result.Outcome != ProbeOutcome.NoKey);
        }

        return hasFailed ? 1 : 0;
    }

    private static string Describe(ProbeResult result) => result.Outcome switch
    {
        ProbeOutcome.Answered =>
            $"{result.ProviderId}: {result.AnsweredBy ?? result.Model} answered in {Milliseconds(result.TotalMs)}"
            + $" (first token {Milliseconds(result.FirstTokenMs)}), {Count(result.InputTokens)} tokens sent, {Count(result.OutputTokens)} written.",
        ProbeOutcome.NoKey => $"{result.ProviderId}: skipped. {result.Error!.Message}",
        _ => $"{result.ProviderId}: failed, {result.Error!.Code}. {result.Error.Message}",
    };

    private static string Milliseconds(double? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0} ms") : "unseen";

    private static string Count(long? tokens) => tokens?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
