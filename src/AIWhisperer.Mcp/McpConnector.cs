using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>Connects to servers. Thread-safe.</summary>
internal sealed partial class McpConnector(
    EnvironmentReader environment, ChildProcesses children, IOptions<McpOptions> options, TimeProvider clock, ILogger<McpConnector> logger)
{
    // The newest version that begins with a handshake, which nearly all servers know.
    private const string UsualVersion = "2025-11-25";

    private static readonly string[] s_inherited = ["PATH", "HOME", "LANG"];

    private readonly McpOptions _options = options.Value;

    private string TooLate => $"it did not answer within {_options.ConnectTimeout.TotalSeconds} seconds (AIWhisperer:Mcp:ConnectTimeout)";

    /// <summary>The variables that the server's entry names and the environment does not hold.</summary>
    public IReadOnlyList<string> MissingVariables(McpServerDefinition server) =>
        [
            .. server.Environment.Values.Concat(server.Headers.Values).Append(server.Query).SelectMany(text => VariableText.Missing(text, environment)).Distinct(),
        ];

    /// <summary>Connects and asks for the tools, within <see cref="McpOptions.ConnectTimeout"/> in all.</summary>
    /// <exception cref="McpConnectException">It did not work; nothing is left of it. Nothing else is thrown.</exception>
    [SuppressMessage("Design", "CA1031", Justification = "A server may make the client throw anything.")]
    public async Task<McpConnection> OpenAsync(McpServerDefinition server, CancellationToken stopToken)
    {
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopToken);
        McpConnection? connection = null;
        try
        {
            connection = await ConnectAsync(server, either.Token);
            await connection.RefreshAsync(either.Token).WaitAsync(either.Token);
            return connection;
        }
        catch (Exception fault)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            LogFaultSensitive(server.Id, fault);
            throw Explain(fault, limit.IsCancellationRequested, connection);
        }
    }

    /// <summary>Asks for the tools again, within the same limit.</summary>
    /// <exception cref="McpConnectException">It did not work. Nothing else is thrown.</exception>
    [SuppressMessage("Design", "CA1031", Justification = "A server may make the client throw anything.")]
    public async Task RefreshAsync(string serverId, McpConnection connection, CancellationToken stopToken)
    {
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopToken);
        try
        {
            await connection.RefreshAsync(either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault)
        {
            LogFaultSensitive(serverId, fault);
            throw Explain(fault, limit.IsCancellationRequested, connection);
        }
    }

    private async Task<McpConnection> ConnectAsync(McpServerDefinition server, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(server, UsualVersion, cancellationToken);
        }
        catch (McpException fault)
        {
            // It answered, and does not know this version: it is asked for the versions that it knows.
            LogFaultSensitive(server.Id, fault);
            return await ConnectAsync(server, null, cancellationToken);
        }
    }

    private async Task<McpConnection> ConnectAsync(McpServerDefinition server, string? version, CancellationToken cancellationToken) =>
        server.Url is null
            ? await ConnectToProgramAsync(server, version, cancellationToken)
            : await ConnectToAddressAsync(server, server.Url, version, cancellationToken);

    private async Task<McpConnection> ConnectToProgramAsync(McpServerDefinition server, string? version, CancellationToken cancellationToken)
    {
        var variables = s_inherited.Where(name => !string.IsNullOrEmpty(environment(name)))
            .Select(name => KeyValuePair.Create(name, environment(name)!))
            .Concat(server.Environment.Select(entry => KeyValuePair.Create(entry.Key, VariableText.Fill(entry.Value, environment))));
        var process = StdioProcess.Start(server, variables, _options.MaxMessageBytes, children, clock, logger);
        try
        {
            return await CreateAsync(new StreamClientTransport(process.Input, process.Output), version, process, null, cancellationToken);
        }
        catch (Exception fault)
        {
            await process.DisposeAsync();
            if (process.Fault is { } reason)
            {
                throw new McpConnectException(reason, fault);
            }

            throw;
        }
    }

    private async Task<McpConnection> ConnectToAddressAsync(
        McpServerDefinition server, Uri url, string? version, CancellationToken cancellationToken)
    {
        var headers = FillHeaders(server);
#pragma warning disable CA2000 // The connection disposes the client, and that the handlers.
        var connections = new SocketsHttpHandler
        {
            ConnectTimeout = _options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !url.IsLoopback,
            ActivityHeadersPropagator = null,
        };
        var http = new HttpClient(new BoundedResponses(connections, _options.MaxMessageBytes)) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpClientTransport(
            new()
            {
                Endpoint = new(url.AbsoluteUri + VariableText.Fill(
                    server.Query, name => environment(name) is { } value ? Uri.EscapeDataString(value) : null)),
                Name = server.Id,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = headers,
            },
            http);
#pragma warning restore CA2000
        try
        {
            return await CreateAsync(transport, version, null, http, cancellationToken);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    // The SDK's own fault for a header that cannot be sent quotes its value.
    private Dictionary<string, string> FillHeaders(McpServerDefinition server)
    {
        var headers = server.Headers.ToDictionary(entry => entry.Key, entry => VariableText.Fill(entry.Value, environment));
        using var request = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new McpConnectException($"the header {name} cannot be set; remove it from `headers` in mcp.yaml");
            }

            if (value.Any(c => !char.IsAscii(c) || char.IsControl(c)))
            {
                throw new McpConnectException(
                    $"the value of the header {name} holds a line's end or another character that cannot be sent; correct its variable");
            }
        }

        return headers;
    }

    private async Task<McpConnection> CreateAsync(
        IClientTransport transport, string? version, StdioProcess? process, HttpClient? http, CancellationToken cancellationToken)
    {
        McpConnection? connection = null;
        var budget = new MessageBudget(clock);
        var client = McpClient.CreateAsync(
            new BoundedClientTransport(transport, budget),
            new()
            {
                ClientInfo = new() { Name = "AIWhisperer", Version = typeof(McpConnector).Assembly.GetName().Version?.ToString() ?? "0" },
                ProtocolVersion = version,
                InitializationTimeout = _options.ConnectTimeout,
                DiscoverProbeTimeout = _options.ConnectTimeout / 4,
                Handlers = new()
                {
                    NotificationHandlers =
                    [
                        new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                        {
                            Volatile.Read(ref connection)?.MarkListOld();
                            return ValueTask.CompletedTask;
                        }),
                    ],
                },
            },
            loggerFactory: null,
            cancellationToken);

        try
        {
            // Not every wait in it heeds the token.
            var made = new McpConnection(await client.WaitAsync(cancellationToken), budget, process, http, _options, clock);
            Volatile.Write(ref connection, made);
            return made;
        }
        catch (Exception fault) when (budget.Fault is { } reason)
        {
            throw new McpConnectException(reason, fault);
        }
    }

    // Words of the server's own are not repeated: they are data.
    private McpConnectException Explain(Exception fault, bool isLate, McpConnection? connection)
    {
        if (connection?.Fault is { } known)
        {
            return new(known, fault);
        }

        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is McpConnectException explained)
            {
                return explained;
            }
        }

        return new(
            fault switch
            {
                _ when isLate => TooLate,
                TimeoutException => TooLate,
                OperationCanceledException => "its connection was given up",
                HttpRequestException { StatusCode: { } status } => $"its address answered with the status {(int)status}",
                HttpRequestException => "its address cannot be reached",
                McpException => "it answered with an error",
                IOException => "its connection broke off",
                _ => "its answer is not one of the protocol",
            },
            fault);
    }

    // The fault may quote what the server sent.
    [LoggerMessage(Level = LogLevel.Trace, Message = "Connecting to the MCP server {Server} failed.")]
    private partial void LogFaultSensitive(string server, Exception fault);
}
