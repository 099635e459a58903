using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// The file that one session is recorded in. Calls are written whole, when they have ended: a call that a crash cuts off is not in the
/// file. Thread-safe.
/// </summary>
internal sealed class SessionRecording(string directory, string sessionId, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Calls, ImmutableArray<string> Sent)> _agents = new(StringComparer.Ordinal);
    private string? _file;
    private bool _isStopped;

    /// <summary>Adds the call; when it cannot, it adds no other either and says why, once.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with a recording must not touch the call.")]
    public string? TryAdd(RecordedCall call, Redaction redaction)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return null;
            }

            try
            {
                Add(call, redaction);
                return null;
            }
            catch (Exception fault)
            {
                _isStopped = true;
                return fault is IOException or UnauthorizedAccessException
                    ? fault.Message
                    : $"what was said has no form in it ({fault.GetType().Name})";
            }
        }
    }

    private void Add(RecordedCall call, Redaction redaction)
    {
        _file ??= FindOrCreate(call.Agent);
        var (calls, before) = _agents.GetValueOrDefault(call.Agent, (0, []));
        ImmutableArray<string> sent = [.. call.Sent().Select(message => CassetteJson.Write(redaction.Apply(message)))];
        var keeps = before.Zip(sent).TakeWhile(pair => pair.First == pair.Second).Count();
        var lines = new StringBuilder();
        Append(lines, CassetteJson.Write(redaction.Apply(call.Call(calls + 1, keeps == 0 ? null : keeps))));
        Append(lines, [.. sent.Skip(keeps)]);
        Append(lines, [.. redaction.Apply(call.Got()).Select(CassetteJson.Write), CassetteJson.Write(redaction.Apply(call.End()))]);
        Write(lines.ToString(), isNew: false);
        _agents[call.Agent] = (calls + 1, sent);
    }

    /// <summary>A session that comes back after a restart goes on in the file that it has.</summary>
    private string FindOrCreate(string agent)
    {
        CreateDirectory();
        var name = string.Concat(sessionId.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        if (Directory.EnumerateFiles(directory, $"*-{name}{Cassette.Extension}").FirstOrDefault() is { } file)
        {
            GoOn(file);
            return file;
        }

        var now = clock.GetUtcNow();
        var time = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        _file = Path.Combine(directory, $"{time}-{agent}-{name}{Cassette.Extension}");
        var head = new StringBuilder();
        Append(head, CassetteJson.Write(new CassetteLine.Head(Cassette.Version, "AIWhisperer", now, sessionId)));
        Write(head.ToString(), isNew: true);
        return _file;
    }

    private void GoOn(string file)
    {
        var problems = new ProblemList(Path.GetFileName(file));
        if (CassetteReader.Read(file, problems) is not { } cassette)
        {
            throw new IOException($"its file cannot be gone on with. {problems.ToImmutable()[0]}");
        }

        foreach (var (agent, calls) in cassette.Calls)
        {
            _agents[agent] = (calls.Count, [.. calls[^1].Messages.Select(message => CassetteJson.Write(message.Sent))]);
        }
    }

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private void Write(string text, bool isNew)
    {
        var options = new FileStreamOptions
        {
            Mode = isNew ? FileMode.CreateNew : FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.Read,
        };
        if (isNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        using var stream = new FileStream(_file!, options);
        if (stream.Length + bytes.Length > Cassette.MostBytes)
        {
            throw new IOException($"its file would be larger than {Cassette.MostBytes / (1024 * 1024)} MB.");
        }

        stream.Write(bytes);
    }

    private static void Append(StringBuilder text, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }
    }
}
