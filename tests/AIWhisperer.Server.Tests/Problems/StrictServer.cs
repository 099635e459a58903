namespace AIWhisperer.Server.Tests.Problems;

/// <summary>A server with low limits, and a session on it.</summary>
public sealed class StrictServer() : SharedServer(("AIWhisperer:Sessions:MaxTitleLength", "20"), ("AIWhisperer:Server:MaxRequestBytes", "2048"))
{
    internal string Session { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session = await Server.CreateSessionAsync();
    }
}
