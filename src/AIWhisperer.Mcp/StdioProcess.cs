using System.ComponentModel;
using System.Diagnostics;
using AIWhisperer.Core.Processes;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Mcp;

/// <summary>
/// A server's program: no shell reads its command, its environment is its own, and all it starts ends with it.
/// </summary>
internal sealed partial class StdioProcess : IAsyncDisposable
{
    private const int LongestLogged = 1_000;

    private static readonly TimeSpan s_untilExited = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_untilAsked = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_untilKilled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _child;
    private readonly Process _process;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _serverId;
    private readonly int _mostBytes;
    private readonly BoundedMessageStream _output;
    private string? _fault;
    private volatile bool _isEnding;

    private StdioProcess(ChildProcess child, McpServerDefinition server, int mostBytes, TimeProvider clock, ILogger logger)
    {
        _child = child;
        _process = child.Process;
        _mostBytes = mostBytes;
        _output = new(_process.StandardOutput.BaseStream, MessageFraming.Line, mostBytes);
        _serverId = server.Id;
        _clock = clock;
        _logger = logger;
        Exited = _process.WaitForExitAsync();
        _ = ReadErrorsAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Breaks off at a message over the limit.</summary>
    public Stream Output => _output;

    /// <summary>Ends with the program itself.</summary>
    public Task Exited { get; }

    /// <summary>What the program itself did to end the connection, as far as it is known; null when it did nothing.</summary>
    public string? Fault => _isEnding ? _fault : FindFault();

    /// <param name="server">What to start.</param>
    /// <param name="environment">All of the program's environment.</param>
    /// <param name="mostBytes">The most of one message.</param>
    /// <param name="children">Starts it.</param>
    /// <param name="clock">For the waits at its end.</param>
    /// <param name="logger">Told, at Trace, what it writes beside messages.</param>
    /// <exception cref="McpConnectException">It cannot be started.</exception>
    public static StdioProcess Start(
        McpServerDefinition server,
        IEnumerable<KeyValuePair<string, string>> environment,
        int mostBytes,
        ChildProcesses children,
        TimeProvider clock,
        ILogger logger)
    {
        var start = new ProcessStartInfo(server.Command[0], server.Command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = server.Directory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (!Directory.Exists(server.Directory))
        {
            throw new McpConnectException($"its directory {server.Directory} is not there; correct `directory` in mcp.yaml");
        }

        try
        {
            return new(children.Start(start), server, mostBytes, clock, logger);
        }
        catch (Win32Exception fault)
        {
            throw new McpConnectException("its program cannot be started; correct `command` in mcp.yaml", fault);
        }
    }

    /// <summary>Closes its input, asks it to end, and ends it, each after a short wait; takes 4 seconds at the most.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_output.IsAtEnd)
        {
            // The program's last output comes a moment before its end, which is worth knowing; on a busy machine the moment is long.
            await Task.WhenAny(Exited, Task.Delay(s_untilExited, _clock));
        }

        _fault = FindFault();
        _isEnding = true;

        try
        {
            await Input.DisposeAsync();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        if (!await IsGoneAsync(s_untilAsked))
        {
            _child.AskToEnd();
            if (!await IsGoneAsync(s_untilKilled))
            {
                await _child.EndAsync();
            }
        }

        _child.Dispose();
    }

    private string? FindFault()
    {
        if (_output.IsBroken)
        {
            return $"it sent a message larger than {_mostBytes} bytes, the most allowed (AIWhisperer:Mcp:MaxMessageBytes)";
        }

        return !Exited.IsCompleted ? null
            : _process.ExitCode is 126 or 127 ? "its program was not found or may not be run; correct `command` in mcp.yaml"
            : $"its program ended with exit code {_process.ExitCode}; what it wrote is logged at the level Trace";
    }

    private async Task<bool> IsGoneAsync(TimeSpan within)
    {
        var from = _clock.GetTimestamp();
        bool isGone;
        while (!(isGone = Exited.IsCompleted && !_child.IsAlive) && _clock.GetElapsedTime(from) < within)
        {
            await Task.Delay(s_look, _clock);
        }

        return isGone;
    }

    // What it writes is taken off its hands, whatever it is and however much, and kept nowhere.
    private async Task ReadErrorsAsync()
    {
        var buffer = new char[LongestLogged];
        try
        {
            int length;
            while ((length = await _process.StandardError.ReadAsync(buffer)) > 0)
            {
                if (_logger.IsEnabled(LogLevel.Trace))
                {
                    var text = string.Concat(buffer.Take(length).Select(c => char.IsControl(c) ? ' ' : c));
                    LogErrorSensitive(_serverId, text);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was disposed.
        }
    }

    [LoggerMessage(Level = LogLevel.Trace, Message = "The MCP server {Server} wrote: {Text}")]
    private partial void LogErrorSensitive(string server, string text);
}
