namespace AIWhisperer.Core.Providers;

/// <summary>A text that must not be seen: it prints as stars everywhere but in <see cref="Reveal"/>.</summary>
/// <param name="value">The text.</param>
public sealed class Secret(string value)
{
    /// <summary>The text itself, for the one header it goes into.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
