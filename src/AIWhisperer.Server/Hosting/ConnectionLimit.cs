namespace AIWhisperer.Server.Hosting;

/// <summary>
/// Fits the number of connections to the number of files that the process may have open. A process that runs out of them does not refuse
/// connections, it dies; so headroom is kept for what else opens files.
/// </summary>
internal static class ConnectionLimit
{
    /// <summary>What the server has open without any connection: assemblies, database, log, watchers.</summary>
    private const int FilesAtRest = 300;

    /// <summary>A connection and the one to a provider that its turn may need, for requests and for hubs.</summary>
    private const int FilesPerConnection = 4;

    private const int LeastConnections = 25;

    /// <summary>The connections of either kind that the server may take.</summary>
    /// <param name="wanted">The setting.</param>
    /// <param name="openFiles">The limit of the process; null when there is none.</param>
    /// <exception cref="StartRefusedException">The limit carries no useful number of connections.</exception>
    public static int Fit(int wanted, long? openFiles)
    {
        var possible = openFiles is { } files ? (files - FilesAtRest) / FilesPerConnection : wanted;
        var least = Math.Min(wanted, LeastConnections);
        return possible >= least
            ? (int)Math.Min(wanted, possible)
            : throw new StartRefusedException(
                $"The process may have {openFiles} files open, too few to serve safely. Raise the limit (ulimit -n) to {FilesFor(least)} at the "
                + $"least; {FilesFor(wanted)} carry the {wanted} connections of {ServerOptions.Section}:{nameof(ServerOptions.MaxConnections)}.");
    }

    private static int FilesFor(int connections) => FilesAtRest + (FilesPerConnection * connections);
}
