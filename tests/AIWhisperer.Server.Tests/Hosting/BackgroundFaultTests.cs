using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Server.Tests.Hosting;

public sealed class BackgroundFaultTests
{
    [Fact]
    public async Task Fault_OfATaskThatNobodyAwaits_IsLoggedAndHarmsNothing()
    {
        using var log = new FaultLog();
        await using var server = await TestServer.StartAsync(new TestServerSetup
        {
            Services = services => services.AddSingleton<ILoggerProvider>(log),
        });

        Abandon();
        while (!log.Seen.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.Equal("live", (await server.CallAsync(HttpMethod.Get, "/health/live")).GetProperty("status").GetString());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon() => _ = Task.FromException(new InvalidOperationException(nameof(BackgroundFaultTests)));

    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource _seen = new();

        public Task Seen => _seen.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error && exception is AggregateException { InnerException.Message: nameof(BackgroundFaultTests) })
            {
                _seen.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }
}
