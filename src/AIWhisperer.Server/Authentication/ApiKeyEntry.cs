namespace AIWhisperer.Server.Authentication;

/// <summary>One key, by its hash.</summary>
internal sealed class ApiKeyEntry
{
    /// <summary>The principal: the owner of the sessions made with the key.</summary>
    public string Name { get; set; } = "";

    /// <summary>What <c>new-key</c> printed: SHA-256 of the key in hexadecimal.</summary>
    public string Hash { get; set; } = "";
}
