using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage.Tests;

/// <summary>Keeps the lines from Information up, to be counted and to be waited for.</summary>
internal sealed class RecordingLogger : ILogger<SqliteSessionStore>
{
    private readonly Channel<(LogLevel Level, string Text)> _unread = Channel.CreateUnbounded<(LogLevel Level, string Text)>();

    /// <summary>Reads on until a line has the text.</summary>
    /// <returns>The lines read, that one last.</returns>
    public async Task<IReadOnlyList<(LogLevel Level, string Text)>> UntilAsync(string text)
    {
        var lines = new List<(LogLevel Level, string Text)>();
        do
        {
            lines.Add(await _unread.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }
        while (!lines[^1].Text.Contains(text, StringComparison.Ordinal));
        return lines;
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _unread.Writer.TryWrite((logLevel, formatter(state, exception)));
        }
    }
}
