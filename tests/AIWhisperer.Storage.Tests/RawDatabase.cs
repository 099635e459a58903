using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage.Tests;

/// <summary>Another program at the same database file.</summary>
internal sealed class RawDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    public RawDatabase(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
    }

    public void Run(string sql) => _connection.Run(sql);

    public long Number(string sql) => _connection.Scalar(sql);

    public IReadOnlyList<string> Plan(string sql)
    {
        using var statement = new Statement(_connection.Handle!, $"EXPLAIN QUERY PLAN {sql}");
        var steps = new List<string>();
        while (statement.Step())
        {
            steps.Add(statement.Text(3));
        }

        return steps;
    }

    public void Dispose() => _connection.Dispose();
}
