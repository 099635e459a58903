using AIWhisperer.TestHarness.Faults;
using Xunit.Sdk;

namespace AIWhisperer.Reliability.Following;

/// <summary>A client whose connections are cut at random bytes; after each cut it attaches again with the last number it has seen.</summary>
internal sealed class CutClient(Wire wire, string session, Transcript transcript, Random random)
{
    /// <summary>Cuts that fell before the client had its first event of that connection.</summary>
    public int CutsBeforeFirstEvent { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>Follows until the turns have ended, through at most so many cuts.</summary>
    public async Task FollowAsync(Uri server, int mostCuts, IReadOnlyCollection<string> turnIds)
    {
        await using var proxy = FaultProxy.Start(server);
        proxy.Plan = number => number < mostCuts ? new FaultPlan { ToClient = RandomCut() } : FaultPlan.None;
        while (!transcript.HasEnded(turnIds))
        {
            var before = transcript.Count;
            try
            {
                await foreach (var sessionEvent in EventFeed.AttachAsync(wire, proxy.Address, session, transcript.Cursor))
                {
                    transcript.Take(sessionEvent);
                    if (transcript.HasEnded(turnIds))
                    {
                        return;
                    }
                }

                Assert.True(proxy.Connections[^1].WasCut, "The stream ended by itself.");
            }
            catch (Exception exception) when (exception is not XunitException
                && (proxy.Connections is [.., { WasCut: true }] || transcript.HasEnded(turnIds)))
            {
                // It comes back, as clients do. How a connection ends that has given all does not matter.
            }

            Cuts++;
            CutsBeforeFirstEvent += transcript.Count == before ? 1 : 0;
        }
    }

    /// <summary>One in four falls into the handshake or the headers.</summary>
    private DirectionFaults RandomCut() => new()
    {
        CutAfter = random.Next(4) == 0 ? random.Next(400) : random.Next(400, 8_000),
        Cut = random.Next(2) == 0 ? CutKind.Close : CutKind.Reset,
        PieceSize = random.Next(3) == 0 ? random.Next(1, 100) : null,
    };
}
