using System.Threading.Channels;

namespace AIWhisperer.Core.Sessions;

/// <summary>Tells one subscriber that there is something new. Holds one token at most: a second signal says nothing that the first did not.</summary>
internal sealed class AttachSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
        AllowSynchronousContinuations = false,
    });

    public void Set() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
