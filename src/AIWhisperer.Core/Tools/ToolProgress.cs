namespace AIWhisperer.Core.Tools;

/// <summary>How far a call has come.</summary>
/// <param name="Message">In words for people; may be empty.</param>
/// <param name="Done">How much is done, in the tool's own measure; null when it does not count.</param>
/// <param name="Total">How much there is to do, in the same measure; null when that is not known.</param>
public sealed record ToolProgress(string Message, double? Done = null, double? Total = null);
