namespace AIWhisperer.Core.Providers;

/// <summary>
/// Names the models that a provider offers now. A provider's client that can tell gives it to those who ask its <c>GetService</c>.
/// Thread-safe.
/// </summary>
public interface IModelSource
{
    /// <summary>Asks the provider; each name once, in its order, at most 10,000. Has no limit of time but the token.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ProviderException">The provider refused, failed or answered what cannot be understood.</exception>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken);
}
