namespace AIWhisperer.Core.Providers.Offline;

/// <summary>The models of the kind <c>offline</c>.</summary>
internal static class OfflineModels
{
    /// <summary>Answers in full.</summary>
    public const string Full = "offline-full";

    /// <summary>Answers in one or two sentences, unless a length is asked for.</summary>
    public const string Brief = "offline-brief";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Full, Brief];

    /// <summary>The model of that name; <see cref="Full"/> when none is named.</summary>
    public static string Resolve(string? model) => model switch
    {
        null or Full => Full,
        Brief => Brief,
        _ => throw new ProviderException(
            ErrorCodes.ProviderModelNotFound,
            $"The offline provider has no model '{model}'. Set ai_config.model to {Full} or {Brief}, or set the key of another provider."),
    };
}
