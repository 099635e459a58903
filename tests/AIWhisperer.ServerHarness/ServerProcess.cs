using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AIWhisperer.ServerHarness;

/// <summary>The server as a program of its own: its exit code and what it prints are part of the test.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>How long a start may take on a machine under load before the test is given up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"Now listening on: \W*(http://[^ ""\\]+)")]
    private static partial Regex ListeningPattern { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static ServerProcess Start(string directory, string[] arguments, params (string Key, string Value)[] environment)
    {
        var server = new ServerProcess();
        var start = server._process.StartInfo;
        start.FileName = "dotnet";
        start.WorkingDirectory = directory;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AIWhisperer.Server.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        server._process.OutputDataReceived += (_, line) => server.Take(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Take(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Where it listens; throws when it ends before it does.</summary>
    public async Task<Uri> ListensAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await Task.WhenAny(_address.Task, _process.WaitForExitAsync(token)).WaitAsync(s_patience, token);
        return _address.Task.IsCompletedSuccessfully
            ? await _address.Task
            : throw new InvalidOperationException($"The server ended: {Output}");
    }

    /// <summary>Asks it to stop, as a terminal or a container does, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line is not null && ListeningPattern.Match(line) is { Success: true } listening)
        {
            _address.TrySetResult(new Uri(listening.Groups[1].Value));
        }
    }
}
