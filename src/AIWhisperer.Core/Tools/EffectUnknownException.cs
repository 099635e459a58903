namespace AIWhisperer.Core.Tools;

/// <summary>What ran a call was lost before it answered: the call may have had its effect or not, and is not to be run again.</summary>
/// <param name="message">For the model: what was lost.</param>
/// <param name="innerException">The cause, for the log only.</param>
internal sealed class EffectUnknownException(string message, Exception? innerException = null)
    : AIWhispererException("effect_unknown", message, innerException);
