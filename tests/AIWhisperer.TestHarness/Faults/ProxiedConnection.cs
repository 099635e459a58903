using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace AIWhisperer.TestHarness.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>: two sockets and a pump each way. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A CancellationTokenSource without a timer or a wait handle holds nothing to release.")]
public sealed class ProxiedConnection
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly FaultPlan _plan;
    private readonly CancellationTokenSource _ending = new();
    private readonly Flow _flow = new();
    private readonly TaskCompletionSource _clientLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytesToClient;
    private int _wasCut;
    private bool _dropsNextReply;
    private int _isEnding;

    internal ProxiedConnection(int number, Socket client, Socket server, FaultPlan plan)
    {
        Number = number;
        _client = client;
        _server = server;
        _plan = plan;
        Ended = RunAsync();
    }

    /// <summary>The how manieth connection of the proxy it is, from zero.</summary>
    public int Number { get; }

    /// <summary>How many bytes were forwarded to the client.</summary>
    public long BytesToClient => Volatile.Read(ref _bytesToClient);

    /// <summary>Whether the proxy cut it.</summary>
    public bool WasCut => Volatile.Read(ref _wasCut) == 1;

    /// <summary>Completes when bytes are held for the first time, by plan or by <see cref="Hold"/>.</summary>
    public Task Held => _flow.Held;

    /// <summary>Completes when the client has closed its side.</summary>
    public Task ClientLeft => _clientLeft.Task;

    /// <summary>Completes when nothing is forwarded any more and both sockets are closed.</summary>
    public Task Ended { get; }

    /// <summary>Forwards no byte, either way, and keeps both sockets open.</summary>
    public void Hold() => _flow.Hold();

    /// <summary>Forwards what was held and what comes.</summary>
    public void Release() => _flow.Release();

    /// <summary>Cuts the connection before the next byte to the client: what the client sends from now on arrives, and no answer to it.</summary>
    public void DropNextReply() => Volatile.Write(ref _dropsNextReply, true);

    /// <summary>Cuts both sides.</summary>
    public void Cut(CutKind kind)
    {
        Volatile.Write(ref _wasCut, 1);
        End(kind);
    }

    private async Task RunAsync()
    {
        var injector = _plan.Injected is { } frame ? new FrameInjector(frame) : null;
        await Task.WhenAll(
            PumpAsync(_client, _server, _plan.ToServer, null, _clientLeft),
            PumpAsync(_server, _client, _plan.ToClient, injector, null));
        _client.Dispose();
        _server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, DirectionFaults faults, FrameInjector? injector, TaskCompletionSource? left)
    {
        var buffer = new byte[16_384];
        var passed = 0L;
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _ending.Token) is > 0 and var count)
            {
                await Task.Delay(faults.Delay, _ending.Token);
                ReadOnlyMemory<byte> rest = buffer.AsMemory(0, count);
                rest = injector?.Weave(rest) ?? rest;
                while (rest.Length > 0)
                {
                    if (passed == faults.CutAfter || (to == _client && Volatile.Read(ref _dropsNextReply)))
                    {
                        Cut(faults.Cut);
                        return;
                    }

                    if (passed == faults.HoldAfter)
                    {
                        Hold();
                    }

                    await _flow.PassAsync(_ending.Token);
                    var size = NextSize(rest.Length, passed, faults);
                    await to.SendAsync(rest[..size], SocketFlags.None, _ending.Token);
                    passed += size;
                    rest = rest[size..];
                    if (to == _client)
                    {
                        Interlocked.Add(ref _bytesToClient, size);
                    }
                }
            }

            left?.TrySetResult();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side reset the connection, or it was cut: the other learns of it the same way.
            left?.TrySetResult();
            End(CutKind.Reset);
        }
    }

    /// <summary>As many bytes as may go at once before the next fault.</summary>
    private static int NextSize(int available, long passed, DirectionFaults faults)
    {
        long size = Math.Min(available, faults.PieceSize ?? available);
        foreach (var fault in (long?[])[faults.CutAfter, faults.HoldAfter])
        {
            size = fault > passed ? Math.Min(size, fault.Value - passed) : size;
        }

        return (int)size;
    }

    /// <summary>The first end counts: a reset behind an orderly end would take back what was forwarded.</summary>
    private void End(CutKind kind)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 1)
        {
            return;
        }

        foreach (var socket in (Socket[])[_client, _server])
        {
            try
            {
                if (kind == CutKind.Reset)
                {
                    // A socket that lingers for no time is closed by a reset.
                    socket.Close(0);
                }
                else
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Its peer was faster.
            }
        }

        _ending.Cancel();
    }
}
