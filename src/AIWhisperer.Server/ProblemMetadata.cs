namespace AIWhisperer.Server;

internal static class ProblemMetadata
{
    /// <summary>Documents the statuses an endpoint may answer with a problem.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemDocument>(status, ProblemDocument.ContentType);
        }

        return endpoint;
    }
}
