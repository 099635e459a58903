namespace AIWhisperer.Core.Agents;

/// <summary>A model at a provider, written <c>provider/model</c> in YAML; only the first slash separates.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">The model's name at that provider; may hold slashes.</param>
public sealed record ModelReference(string Provider, string Model)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
