using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>What a call counts against a rate of tokens: what its provider tells, as far as that can be, else an estimate. Used by one reader.</summary>
/// <param name="input">The estimate of what is sent.</param>
internal sealed class CallTokens(long input)
{
    private long _outputBytes;
    private UsageDetails? _usage;

    /// <summary>The tokens so far.</summary>
    public long Used =>
        (CredibleUsage.Input(_usage, ModelFacts.Unknown) ?? input)
        + (CredibleUsage.Output(_usage, _outputBytes > 0, ModelFacts.Unknown, null) ?? TokenEstimate.OfBytes(_outputBytes));

    /// <summary>Takes note of what came. Providers that tell usage more than once tell running totals: the last one counts.</summary>
    public void Note(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        for (var index = 0; index < contents.Count; index++)
        {
            if (contents[index] is UsageContent usage)
            {
                _usage = usage.Details;
            }
            else
            {
                _outputBytes += TokenEstimate.BytesOf(contents[index]);
            }
        }
    }
}
