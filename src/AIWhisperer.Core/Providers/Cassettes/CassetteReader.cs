using System.Text.Json;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Reads one cassette. What is wrong goes to the list, line by line; nothing in a file makes it throw. Used once.</summary>
internal sealed partial class CassetteReader(ProblemList problems)
{
    private const int LongestLine = 16 << 20;
    private const int MostCalls = 100_000;
    private const string Beginning = """Begin with {"line":"cassette","version":1,"by":"…"}.""";
    private static readonly long s_longestMs = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly Dictionary<string, List<CassetteCall>> _calls = new(StringComparer.Ordinal);
    private readonly List<CassetteMessage> _messages = [];
    private readonly List<CassetteLine.Got> _pieces = [];
    private CassetteLine.Call? _call;
    private int _callLine;
    private int _count;
    private bool _hasHead;

    /// <summary>The cassette; null when anything is wrong with it.</summary>
    public static Cassette? Read(string path, ProblemList problems)
    {
        var content = FileText.Read(path, Cassette.MostBytes);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
            return null;
        }

        var calls = new CassetteReader(problems).Read(text);
        return problems.IsEmpty ? new(Path.GetFileName(path), calls) : null;
    }

    private Dictionary<string, IReadOnlyList<CassetteCall>> Read(string text)
    {
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan(range).Trim();
            if (!line.IsEmpty)
            {
                Read(number, line);
            }
        }

        if (!_hasHead && problems.IsEmpty)
        {
            Report(1, "", "The file is empty.", Beginning);
        }

        RequireEnd(number);
        return _calls.ToDictionary(calls => calls.Key, IReadOnlyList<CassetteCall> (calls) => calls.Value, StringComparer.Ordinal);
    }

    private void Read(int number, ReadOnlySpan<char> line)
    {
        if (line.Length > LongestLine)
        {
            Report(number, "", $"The line is longer than {LongestLine / (1024 * 1024)} MB.", "Record less in one call.");
            return;
        }

        try
        {
            Take(number, CassetteJson.Read(line));
        }
        catch (JsonException fault)
        {
            Report(
                number,
                ShownText.Of(fault.Path ?? ""),
                "This is not a line of a cassette: it is no JSON, or a key is missing, unknown, twice there or of the wrong type.",
                "Compare it with a line that was recorded.",
                (int)Math.Clamp(fault.BytePositionInLine ?? 0, 0, LongestLine) + 1);
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidOperationException)
        {
            Report(number, "line", "The line does not say what it is.", """Add "line": "cassette", "call", "sent", "got" or "end".""");
        }
    }

    private void Take(int number, CassetteLine line)
    {
        if (!_hasHead)
        {
            _hasHead = true;
            if (line is not CassetteLine.Head)
            {
                Report(number, "line", "The file does not begin as a cassette.", Beginning);
            }
        }
        else if (line is CassetteLine.Head)
        {
            Report(number, "line", "A cassette has one such line only, the first.", "Remove it.");
        }

        switch (line)
        {
            case CassetteLine.Head { Version: not Cassette.Version } head:
                Report(
                    number, "version", $"Version {head.Version} of the format is not known here.",
                    $"This server reads version {Cassette.Version}.");
                break;
            case CassetteLine.Call call:
                Begin(number, call);
                break;
            case CassetteLine.Sent sent when RequireCall(number):
                Take(number, sent);
                break;
            case CassetteLine.Got got when RequireCall(number):
                Take(number, got);
                break;
            case CassetteLine.End end when RequireCall(number):
                Take(number, end);
                break;
        }
    }

    private void Begin(int number, CassetteLine.Call call)
    {
        RequireEnd(number);
        _call = call;
        _callLine = number;
        _messages.Clear();
        _pieces.Clear();
        if (++_count > MostCalls)
        {
            Report(number, "", $"There are more than {MostCalls} calls.", "Split the file.");
        }

        var before = _calls.GetValueOrDefault(call.Agent);
        var ordinal = (before?.Count ?? 0) + 1;
        if (call.Ordinal != ordinal)
        {
            Report(
                number, "ordinal", $"This is call {ordinal} of `{ShownText.Of(call.Agent)}` in the file.",
                "Number each agent's calls 1, 2, 3 …");
        }

        var earlier = before?[^1].Messages ?? [];
        if (call.Keeps is < 0 || call.Keeps > earlier.Count)
        {
            Report(number, "keeps", $"The agent's call before sent {earlier.Count} messages.", "Keep no more than those.");
        }

        _messages.AddRange(earlier.Take(Math.Max(call.Keeps ?? 0, 0)));
    }

    private void Take(int number, CassetteLine.Sent sent)
    {
        if (_pieces.Count > 0)
        {
            Report(number, "line", "A message stands behind what the model answered.", "Put what was sent before what was got.");
        }

        RequireContents(number, sent.Contents);
        _messages.Add(new(number, sent));
    }

    private void Take(int number, CassetteLine.Got got)
    {
        RequireTime(number, got.Ms);
        RequireContents(number, got.Contents);
        _pieces.Add(got);
    }

    private void Take(int number, CassetteLine.End end)
    {
        RequireTime(number, end.Ms);
        if (end.Outcome == CassetteOutcome.Failed != end.Error is not null)
        {
            Report(number, "error", "A call has an error if, and only if, its outcome is `failed`.", "Add or remove `error`.");
        }

        if (end.Error is { } error)
        {
            Require(
                number, "error.code", CodePattern().IsMatch(error.Code),
                "This is not an error of a provider.", "Write a code such as `provider_unavailable`.");
            Require(number, "error.status", error.Status is null or (>= 100 and <= 599), "This is no HTTP status.", "Write such as 503.");
            Require(
                number, "error.retryAfterMs", error.RetryAfterMs is not { } wait || IsTime(wait),
                "The time is out of range.", "Write 0 to a day.");
        }

        if (!_calls.TryGetValue(_call!.Agent, out var calls))
        {
            _calls[_call.Agent] = calls = [];
        }

        calls.Add(new(_callLine, _call, [.. _messages], [.. _pieces], end));
        _call = null;
    }

    private void RequireContents(int number, IReadOnlyList<CassetteContent?>? contents)
    {
        foreach (var content in contents ?? [])
        {
            object?[] kinds = [content?.Text, content?.Reasoning, content?.ToolCall, content?.ToolResult, content?.Usage];
            Require(
                number, "contents", kinds.Count(kind => kind is not null) == 1,
                "Each content is one thing.", "Give each one of `text`, `reasoning`, `toolCall`, `toolResult` and `usage`.");
            Require(
                number, "contents.toolCall.arguments", content?.ToolCall?.Arguments is null or { ValueKind: JsonValueKind.Object },
                "Arguments are a JSON object.", "Write such as {}.");
        }
    }

    private void RequireTime(int number, long ms)
    {
        Require(number, "ms", IsTime(ms), "The time is out of range.", "Write milliseconds since the call was made, 0 to a day.");
        Require(number, "ms", _pieces.Count == 0 || ms >= _pieces[^1].Ms, "The time is before that of the line before.", "Let times rise.");
    }

    private bool RequireCall(int number)
    {
        Require(number, "line", _call is not null, "This belongs to no call.", """Begin each call with a line "call".""");
        return _call is not null;
    }

    private void RequireEnd(int number)
    {
        Require(number, "line", _call is null, $"The call of line {_callLine} has no end.", """End each call with a line "end".""");
        _call = null;
    }

    private void Require(int number, string key, bool holds, string message, string remedy)
    {
        if (!holds)
        {
            Report(number, key, message, remedy);
        }
    }

    private void Report(int number, string key, string message, string remedy, int column = 1) =>
        problems.Add(number, column, key, message, remedy);

    private static bool IsTime(long ms) => ms >= 0 && ms <= s_longestMs;

    [GeneratedRegex(@"^(provider_[a-z_]{1,50}|internal_error)\z", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();
}
