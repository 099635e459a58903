using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Serves the one client that started the program, over its standard input and output.</summary>
public sealed class StandardStreams
{
    private readonly Offers _offers;

    internal StandardStreams(Offers offers) => _offers = offers;

    /// <summary>Serves until the input ends, which cancels the calls under way, or the token is cancelled.</summary>
    /// <param name="owner">The principal that the client calls for.</param>
    /// <param name="cancellationToken">Ends the serving.</param>
    public async Task RunAsync(string owner, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var transport = new StdioServerTransport(Offers.Name);
        using var tools = _offers.Make(owner);
        await using var server = Offers.Start(transport, tools);
        var run = server.RunAsync(end.Token);
        await Task.WhenAny(run, transport.MessageReader.Completion);
        await end.CancelAsync();
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
