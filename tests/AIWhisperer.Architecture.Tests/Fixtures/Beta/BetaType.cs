namespace AIWhisperer.Architecture.Tests.Fixtures.Beta;

internal class BetaType
{
    public static int Count { get; set; }

    public static Task<int> CountAsync(CancellationToken cancellationToken) => Task.FromResult(Count).WaitAsync(cancellationToken);
}
