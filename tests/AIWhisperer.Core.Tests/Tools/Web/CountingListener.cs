using System.Net;
using System.Net.Sockets;

namespace AIWhisperer.Core.Tests.Tools.Web;

/// <summary>Listens on every address of this machine and tells how many connections came.</summary>
internal sealed class CountingListener : IDisposable
{
    private readonly TcpListener _listener = TcpListener.Create(0);

    public CountingListener() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url(string host) => new($"http://{host}:{Port}/");

    /// <summary>How many connections have come. Ends the counting.</summary>
    public async Task<int> CountAsync()
    {
        // Connections wait in line: when this one is taken, all that came before it have been.
        using var last = new TcpClient();
        await last.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        for (var count = 0; ; count++)
        {
            using var taken = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            if (((IPEndPoint)taken.RemoteEndPoint!).Port == ((IPEndPoint)last.Client.LocalEndPoint!).Port)
            {
                return count;
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
