using System.Collections.Immutable;
using System.Text.Json;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp;

/// <summary>
/// The file that holds what was approved of each server. Thread-safe, also towards other processes: a change is made under a lock on a
/// file beside it, and replaces the file whole.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="clock">For the wait for another process.</param>
internal sealed class PinFile(string path, TimeProvider clock)
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostTries = 100;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_untilNextTry = TimeSpan.FromMilliseconds(20);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Lock _gate = new();
    private (DateTime Changed, long Length) _read = (DateTime.MinValue, -1);
    private ImmutableSortedDictionary<string, PinnedServer> _servers = ImmutableSortedDictionary<string, PinnedServer>.Empty;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What was approved of the server, or null; as the file says now.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read; the message says what to do.</exception>
    public PinnedServer? Find(string serverId)
    {
        lock (_gate)
        {
            return Read_NeedsLock().GetValueOrDefault(serverId);
        }
    }

    /// <summary>Changes what is approved of a server, unless the change gives the same.</summary>
    /// <param name="serverId">The server.</param>
    /// <param name="change">From what is approved now, which may be nothing; must not touch the file.</param>
    /// <param name="cancellationToken">Gives the wait for another process up.</param>
    /// <exception cref="InvalidDataException">The file cannot be read or written; the message says what to do.</exception>
    public async Task ChangeAsync(string serverId, Func<PinnedServer?, PinnedServer> change, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            await using var ours = await LockAsync(cancellationToken);
            lock (_gate)
            {
                var servers = Read_NeedsLock();
                var before = servers.GetValueOrDefault(serverId);
                var after = change(before);
                if (before is null || before.Origin != after.Origin || !before.Tools.SequenceEqual(after.Tools))
                {
                    Write(servers.SetItem(serverId, after));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"the approved tools cannot be written to {Path} (AIWhisperer:Mcp:PinsFile): let the server write there", fault);
        }
    }

    private ImmutableSortedDictionary<string, PinnedServer> Read_NeedsLock()
    {
        var file = new FileInfo(Path);
        if (!file.Exists)
        {
            _read = (DateTime.MinValue, -1);
            return _servers = ImmutableSortedDictionary<string, PinnedServer>.Empty;
        }

        var state = (file.LastWriteTimeUtc, file.Length);
        if (state != _read)
        {
            var content = FileText.Read(Path, MostBytes);
            try
            {
                _servers = Parse(content.Text ?? throw new JsonException(content.Fault));
                _read = state;
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException(
                    $"the approved tools cannot be read from {Path} (AIWhisperer:Mcp:PinsFile): mend the file, or remove it and approve anew", fault);
            }
        }

        return _servers;
    }

    private static ImmutableSortedDictionary<string, PinnedServer> Parse(string text)
    {
        // Nulls as values of dictionaries are let through.
        var servers = JsonSerializer.Deserialize<Content>(text, s_json)?.Servers;
        return servers is not null && servers.Values.All(server => server?.Tools.Values.All(tool => tool is not null) == true)
            ? servers.ToImmutableSortedDictionary(StringComparer.Ordinal)
            : throw new JsonException("Something is null.");
    }

    private void Write(ImmutableSortedDictionary<string, PinnedServer> servers)
    {
        var beside = $"{Path}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // A file that was left behind would keep its own mode.
        File.Delete(beside);
        using (var stream = new FileStream(beside, options))
        {
            JsonSerializer.Serialize(stream, new Content(servers), s_json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, Path, overwrite: true);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new($"{Path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < MostTries)
            {
                await Task.Delay(s_untilNextTry, clock, cancellationToken);
            }
        }
    }

    private sealed record Content(IDictionary<string, PinnedServer> Servers);
}
