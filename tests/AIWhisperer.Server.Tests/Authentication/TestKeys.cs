using AIWhisperer.Server.Authentication;

namespace AIWhisperer.Server.Tests.Authentication;

/// <summary>API keys of tests.</summary>
internal static class TestKeys
{
    /// <summary>The settings that make the keys known.</summary>
    public static (string Key, string Value)[] Settings(params string[] keys) =>
    [
        .. keys.SelectMany((key, index) => new[]
        {
            ($"AIWhisperer:Authentication:Keys:{index}:Name", NameOf(key)),
            ($"AIWhisperer:Authentication:Keys:{index}:Hash", Convert.ToHexStringLower(ApiKey.HashOf(key))),
        }),
    ];

    /// <summary>The principal of a key in tests.</summary>
    public static string NameOf(string key) => $"owner-of-{key}";
}
