using System.Net;
using System.Net.Sockets;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>
/// Makes HTTP connections that reach the public internet only. Every address is judged after the name was resolved, and the very address
/// that was judged is connected to: a name that changes its mind between two look-ups gains nothing. Thread-safe.
/// </summary>
/// <param name="allows">Which addresses may be connected to.</param>
/// <param name="resolve">Finds the addresses of a host; null asks the system.</param>
internal sealed class GuardedConnections(Predicate<IPAddress> allows, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    // A name that moves is looked up anew no later than this.
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(2);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <param name="allowPrivate">Lets every address through, for intranets and tests; what else is promised here stays.</param>
    /// <param name="resolve">Finds the addresses of a host; null asks the system.</param>
    public GuardedConnections(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
        : this(allowPrivate ? _ => true : IsElsewhere, resolve)
    {
    }

    /// <summary>
    /// A handler whose connections are all guarded. It follows no redirect (each target is the caller's to judge), asks no proxy, keeps no
    /// cookie, knows no credential and tells no trace id. To be used with HTTP/1.1 or HTTP/2: HTTP/3 would go around the guard.
    /// A refused address shows as an <see cref="HttpRequestException"/> around a <see cref="ForbiddenException"/>.
    /// </summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        ConnectTimeout = s_connectTimeout,
        PooledConnectionLifetime = s_connectionLifetime,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        ActivityHeadersPropagator = null,
    };

    /// <summary>Whether the address is public and not one of this machine, where more may listen than is meant for the public.</summary>
    public static bool IsElsewhere(IPAddress address) => PublicAddresses.Contains(address) && !OwnAddresses.Contains(address);

    /// <summary>Connects to an address of the host that is allowed.</summary>
    /// <exception cref="ForbiddenException">The host has addresses, and none is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var found = await _resolve(endPoint.Host, cancellationToken);
        var allowed = Array.FindAll(found, allows);
        if (allowed.Length == 0 && found.Length > 0)
        {
            throw new ForbiddenException(
                ErrorCodes.Forbidden,
                $"'{endPoint.Host}' does not lead to the public internet, and addresses of private networks and of this machine are refused here.");
        }

#pragma warning disable CA2000 // The stream owns the socket.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
