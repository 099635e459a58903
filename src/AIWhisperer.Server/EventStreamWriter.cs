using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Server;

/// <summary>Writes one event stream. What is ready at the same time is flushed together.</summary>
/// <param name="output">Where to.</param>
/// <param name="heartbeat">How often a stream that waits says that it lives.</param>
/// <param name="watch">Is told while the client has to take what was sent before more can be.</param>
/// <param name="idSuffix">What follows the sequence number in an event's id.</param>
internal sealed class EventStreamWriter(PipeWriter output, PeriodicTimer heartbeat, SendWatch watch, byte[] idSuffix)
{
    /// <summary>A long backlog goes out in pieces of about this size: a slow client holds up the reading and fills no memory.</summary>
    private const int FlushAtBytes = 16_384;

    private Task? _tick;

    /// <summary>Writes all events. Cancels <paramref name="ending"/> when it returns.</summary>
    public async Task WriteAsync(Func<CancellationToken, IAsyncEnumerable<LoggedEvent>> open, CancellationTokenSource ending)
    {
        var events = open(ending.Token).GetAsyncEnumerator(ending.Token);
        Task? moving = null;
        try
        {
            while (true)
            {
                var move = events.MoveNextAsync();
                bool moved;
                if (move.IsCompleted)
                {
                    moved = await move;
                }
                else
                {
                    var pending = move.AsTask();
                    moving = pending;
                    await BeatUntilAsync(pending, ending.Token);
                    moved = await pending;
                }

                if (!moved)
                {
                    await FlushAsync(ending.Token);
                    return;
                }

                Write(events.Current);
                if (output.UnflushedBytes >= FlushAtBytes)
                {
                    await FlushAsync(ending.Token);
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            if (moving is not null)
            {
                // An enumerator may be disposed only when it is at rest.
                await moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await events.DisposeAsync();
        }
    }

    private async Task BeatUntilAsync(Task moving, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        while (true)
        {
            _tick ??= heartbeat.WaitForNextTickAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(moving, _tick) == moving)
            {
                return;
            }

            await _tick;
            _tick = null;
            output.Write(":\n\n"u8);
            await FlushAsync(cancellationToken);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flush = output.FlushAsync(cancellationToken);
        if (flush.IsCompleted)
        {
            await flush;
            return;
        }

        watch.BeginSend();
        await flush;
        watch.EndSend();
    }

    private void Write(LoggedEvent item)
    {
        Span<byte> seq = stackalloc byte[20];
        item.Seq.TryFormat(seq, out var length, default, CultureInfo.InvariantCulture);
        output.Write("id: "u8);
        output.Write(seq[..length]);
        output.Write(idSuffix);
        output.Write("\nevent: "u8);
        Encoding.ASCII.GetBytes(item.Type, output);
        output.Write("\ndata: "u8);
        output.Write(item.Json.Span);
        output.Write("\n\n"u8);
    }
}
