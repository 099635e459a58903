using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// A server that is made to be killed. It appends to its sessions without end and prints "kept session seq ." for every append that the
// store acknowledged and "refused session seq code ." for every other. Arguments: the database file, then the ids of the sessions, each
// written by a task of its own. With --lock before it, the database file is only locked.
if (args is ["--lock", var path])
{
    await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
    await connection.OpenAsync();
    await using var begin = connection.CreateCommand();
    begin.CommandText = "BEGIN EXCLUSIVE";
    await begin.ExecuteNonQueryAsync();
    await Console.Out.WriteLineAsync("ready");
    await Task.Delay(Timeout.Infinite);
}

await using var services = new ServiceCollection()
    .AddSingleton<ILoggerFactory, LoggerFactory>()
    .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
    .AddSqliteStorage(options => options.Path = args[0])
    .BuildServiceProvider();
var store = services.GetRequiredService<ISessionStore>();
await store.InitializeAsync(CancellationToken.None);

var output = TextWriter.Synchronized(Console.Out);
await output.WriteLineAsync("ready");
await Task.WhenAll(args[1..].Select(sessionId => Task.Run(() => AppendForeverAsync(sessionId))));

async Task AppendForeverAsync(string sessionId)
{
    var session = await store.FindAsync(sessionId, CancellationToken.None)
        ?? new SessionRecord(sessionId, "local", string.Empty, "alice", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, false);
    while (true)
    {
        var seq = session.LastSeq + 1;
        session = session with { LastSeq = seq };
        try
        {
            await store.AppendAsync(session, [new LoggedEvent(seq, EventTypes.MessageAdded, "alice", "turn", "{}"u8.ToArray())]);
            await output.WriteLineAsync($"kept {sessionId} {seq} .");
        }
        catch (UnavailableException refusal)
        {
            await output.WriteLineAsync($"refused {sessionId} {seq} {refusal.Code} .");
            await Task.Delay(refusal.RetryAfter!.Value / 10);
        }
    }
}
