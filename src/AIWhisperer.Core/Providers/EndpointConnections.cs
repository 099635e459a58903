using System.Collections.Concurrent;

namespace AIWhisperer.Core.Providers;

/// <summary>One connection pool for each scheme, host and port, shared by all clients and kept across reloads. Thread-safe.</summary>
internal sealed class EndpointConnections : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _invokers = new(StringComparer.OrdinalIgnoreCase);

    public HttpMessageInvoker For(Uri baseUrl) =>
        _invokers.GetOrAdd(
            baseUrl.GetComponents(UriComponents.SchemeAndServer, UriFormat.Unescaped),
            _ => new Lazy<HttpMessageInvoker>(() => Create(baseUrl))).Value;

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Value.Dispose();
        }
    }

    // An invoker, not an HttpClient: that one would put a limit on the whole stream.
    private static HttpMessageInvoker Create(Uri baseUrl)
    {
#pragma warning disable CA2000 // The invoker owns the handler.
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !baseUrl.IsLoopback,
            ActivityHeadersPropagator = null,

            // Bounds how long a reply given up between two reads keeps its connection, and so the model, at work.
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
            MaxResponseDrainSize = 16 * 1024,
        };
#pragma warning restore CA2000
        return new HttpMessageInvoker(handler, disposeHandler: true);
    }
}
