namespace AIWhisperer.Server.Tests.Authentication;

/// <summary>A server that knows one key.</summary>
public sealed class KeyedServer() : SharedServer(TestKeys.Settings(Key))
{
    public const string Key = "aiw_key-of-anna";
}
