using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.TestHarness;

/// <summary>Keeps what is logged. Thread-safe.</summary>
public sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    /// <summary>All entries so far, oldest first; an exception's text is part of its entry.</summary>
    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Page(_entries);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Page(ConcurrentQueue<(LogLevel Level, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }
}
