using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Tests.Tools.Web;

/// <summary>A web server on a loopback port that answers as a test says, and remembers what it was asked.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebSite(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            Requests.Enqueue($"{context.Request.Host.Host}{context.Request.Path}{context.Request.QueryString}");
            Headers = new Dictionary<string, string?>(context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, (string?)header.Value)));
            return answer(context);
        });
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Host and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Those of the last request.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; private set; } = new Dictionary<string, string?>();

    public static async Task<WebSite> StartAsync(RequestDelegate answer)
    {
        var site = new WebSite(answer);
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Answers with a text of that type.</summary>
    public static Task<WebSite> StartAsync(string contentType, byte[] body) => StartAsync(context =>
    {
        context.Response.ContentType = contentType;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
