using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>
/// An OpenAI-compatible back end on a loopback port that does what the test scripts. A request whose model has no script is answered
/// with <see cref="EchoOf"/>, word by word; a request without a model, such as one for the list of models, is scripted under the empty
/// name. Thread-safe.
/// </summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<UpstreamReply>> _once = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Action<UpstreamRequest, UpstreamReply>> _always = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly Channel<UpstreamRequest> _arrivals = Channel.CreateUnbounded<UpstreamRequest>();
    private int _count;

    private FakeUpstream()
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapMethods("/{**path}", ["GET", "POST"], AnswerAsync);
    }

    /// <summary>What a provider's <c>base_url</c> is set to.</summary>
    public Uri BaseUrl => new($"{_app.Urls.Single()}/v1");

    /// <summary>Whether a history with an unpaired tool call or result is answered with 400, as strict providers do. Default: true.</summary>
    public bool ChecksToolCallPairing { get; set; } = true;

    /// <summary>Chooses the reply to a request before any script is asked, for tests that run side by side; null leaves it to the scripts.</summary>
    public Func<UpstreamRequest, Action<UpstreamReply>?> Choose { get; set; } = _ => null;

    /// <summary>All requests so far, oldest first.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => [.. _requests];

    /// <summary>Starts an upstream on a free port.</summary>
    public static async Task<FakeUpstream> StartAsync(CancellationToken cancellationToken)
    {
        var upstream = new FakeUpstream();
        await upstream._app.StartAsync(cancellationToken);
        return upstream;
    }

    /// <summary>The text that answers an unscripted request.</summary>
    public static string EchoOf(string model, string lastUserText) => $"{model} heard: {lastUserText}";

    /// <summary>Scripts the reply to one request for the model; several calls answer requests in their order.</summary>
    public FakeUpstream Script(string model, Action<UpstreamReply> write)
    {
        var reply = new UpstreamReply();
        write(reply);
        _once.GetOrAdd(model, _ => new ConcurrentQueue<UpstreamReply>()).Enqueue(reply);
        return this;
    }

    /// <summary>Scripts the reply to every request for the model that <see cref="Script"/> does not answer.</summary>
    public FakeUpstream ScriptAlways(string model, Action<UpstreamReply> write) => ScriptAlways(model, (_, reply) => write(reply));

    /// <summary>The same, for replies that depend on what was asked.</summary>
    public FakeUpstream ScriptAlways(string model, Action<UpstreamRequest, UpstreamReply> write)
    {
        _always[model] = write;
        return this;
    }

    /// <summary>The oldest request not yet returned here; waits for one.</summary>
    public async Task<UpstreamRequest> NextRequestAsync(CancellationToken cancellationToken) =>
        await _arrivals.Reader.ReadAsync(cancellationToken);

    /// <summary>Ends every reply under way and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToImmutableDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new UpstreamRequest(context.Request.Path, body, headers, context.Connection.Id);
        _requests.Enqueue(request);
        _arrivals.Writer.TryWrite(request);

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            var connection = new UpstreamConnection(context, request.Model, Interlocked.Increment(ref _count));
            await ReplyTo(request).RunAsync(connection, AsksForUsage(request), ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                request.MarkAborted();
            }

            context.Abort();
        }
        finally
        {
            request.MarkEnded();
        }
    }

    private UpstreamReply ReplyTo(UpstreamRequest request)
    {
        var reply = new UpstreamReply();
        var breach = ChecksToolCallPairing && request.Body.TryGetProperty("messages", out var messages)
            ? ToolCallPairing.FindBreach(messages)
            : null;
        if (breach is not null)
        {
            return reply.Error(400, breach);
        }

        if (Choose(request) is { } chosen)
        {
            chosen(reply);
            return reply;
        }

        if (_once.TryGetValue(request.Model, out var queue) && queue.TryDequeue(out var scripted))
        {
            return scripted;
        }

        if (_always.TryGetValue(request.Model, out var write))
        {
            write(request, reply);
            return reply;
        }

        var words = EchoOf(request.Model, request.LastUserText).Split(' ');
        return reply.Texts(words.Select((word, index) => index == 0 ? word : " " + word)).Usage(words.Length, words.Length);
    }

    private static bool AsksForUsage(UpstreamRequest request) =>
        request.Body.TryGetProperty("stream_options", out var options)
        && options.TryGetProperty("include_usage", out var include)
        && include.ValueKind == JsonValueKind.True;
}
