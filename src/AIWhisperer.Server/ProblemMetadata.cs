namespace AIWhisperer.Server;

internal static class ProblemMetadata
{
    /// <summary>Documents the statuses that an endpoint, or each of a group, may answer with a problem.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder endpoints, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(
            [.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]))]);
}
