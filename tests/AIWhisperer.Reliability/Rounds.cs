namespace AIWhisperer.Reliability;

/// <summary>Runs numbered rounds side by side, each with random numbers of its own that <see cref="Scale.Seed"/> and its number fix.</summary>
internal static class Rounds
{
    /// <param name="goOn">Whether another round is to begin, given its number from zero.</param>
    /// <param name="atOnce">How many rounds run side by side.</param>
    /// <param name="round">One round, given its number and its random numbers.</param>
    public static Task RunAsync(Func<int, bool> goOn, int atOnce, Func<int, Random, Task> round)
    {
        var last = -1;
        return Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(RunOneByOneAsync)));

        async Task RunOneByOneAsync()
        {
            for (var number = Interlocked.Increment(ref last); goOn(number); number = Interlocked.Increment(ref last))
            {
                try
                {
                    await round(number, new Random(unchecked(Scale.Seed + (number * 7_919))));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException(
                        $"Round {number} failed; RELIABILITY_SEED={Scale.Seed} repeats it: {exception.Message}", exception);
                }
            }
        }
    }
}
