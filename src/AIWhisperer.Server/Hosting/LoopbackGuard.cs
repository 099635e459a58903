using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Hosting;

/// <summary>
/// Binds sockets, and refuses every address that other machines can reach while callers are not told apart. It stands where the address
/// is bound, so it holds for every setting that can name one.
/// </summary>
internal sealed class LoopbackGuard(
    IOptions<SocketTransportOptions> options,
    ILoggerFactory loggers,
    CallersToldApart callersToldApart) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(options, loggers);

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var isLocal = endpoint is UnixDomainSocketEndPoint || (endpoint is IPEndPoint ip && IPAddress.IsLoopback(ip.Address));
        if (!isLocal && !callersToldApart())
        {
            throw new StartRefusedException(
                $"The address {endpoint} can be reached from other machines, and no API key is configured. Make a key with the command "
                + "'new-key NAME' and set what it prints, or listen on http://127.0.0.1 only.");
        }

        return _sockets.BindAsync(endpoint, cancellationToken);
    }
}
