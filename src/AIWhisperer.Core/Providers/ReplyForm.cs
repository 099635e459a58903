namespace AIWhisperer.Core.Providers;

/// <summary>What a successful reply turns out to be; its content type is not to be relied on.</summary>
internal enum ReplyForm
{
    Events,
    Json,
    Html,
}
