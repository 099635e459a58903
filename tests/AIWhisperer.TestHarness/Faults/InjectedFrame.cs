namespace AIWhisperer.TestHarness.Faults;

/// <summary>A frame put into a stream of server-sent events.</summary>
/// <param name="AfterEvents">How many events of the stream come before it.</param>
/// <param name="Data">What stands after <c>data: </c>; one line.</param>
public sealed record InjectedFrame(int AfterEvents, string Data);
