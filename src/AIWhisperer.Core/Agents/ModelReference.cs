namespace AIWhisperer.Core.Agents;

/// <summary>A model at a provider, written <c>provider/model</c> in YAML; only the first slash separates.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">The model's name at that provider; may hold slashes.</param>
public sealed record ModelReference(string Provider, string Model)
{
    /// <summary>Reads what <see cref="ToString"/> writes; null when it is not that.</summary>
    public static ModelReference? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 || slash == text.Length - 1 ? null : new ModelReference(text[..slash], text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
