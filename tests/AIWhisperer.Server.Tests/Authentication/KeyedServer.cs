namespace AIWhisperer.Server.Tests.Authentication;

/// <summary>A server that knows one key.</summary>
public sealed class KeyedServer() : SharedServer(TestServer.KeySettings(Key))
{
    public const string Key = "aiw_key-of-anna";
}
