namespace AIWhisperer.Reliability.Following;

/// <summary>How a client is connected.</summary>
internal enum Wire
{
    /// <summary>The hub, by the .NET SignalR client.</summary>
    Hub,

    /// <summary>Server-sent events over HTTP, resumed by <c>Last-Event-ID</c>.</summary>
    Http,
}
