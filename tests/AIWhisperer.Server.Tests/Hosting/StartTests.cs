using System.Net;
using System.Net.Sockets;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0", null)]
    [InlineData("--urls=http://[::]:0", null)]
    [InlineData("--urls=http://+:0", null)]
    [InlineData("--urls=http://chat.example.com:0;http://127.0.0.1:0", null)]
    [InlineData("--Kestrel:Endpoints:Out:Url=http://0.0.0.0:0", null)]
    [InlineData(null, "ASPNETCORE_URLS=http://*:0")]
    [InlineData(null, "ASPNETCORE_HTTP_PORTS=18080")]
    public async Task Start_OnAnAddressOthersReach_WithoutAKey_IsRefused(string? argument, string? environment)
    {
        await using var server = Start(argument, environment);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("Cannot start: The address ", server.Output, StringComparison.Ordinal);
        Assert.Contains("new-key", server.Output, StringComparison.Ordinal);
        AssertNoStack(server);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0", null)]
    [InlineData(null, "ASPNETCORE_URLS=http://127.0.0.1:0")]
    [InlineData("--Kestrel:Endpoints:In:Url=http://[::1]:0", null)]
    public async Task Start_OnLoopback_NeedsNoKey_AndStopsCleanly(string? argument, string? environment)
    {
        await using var server = Start(argument, environment);
        var address = await server.ListensAsync();

        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(address, "health/live"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Start_OnEveryAddress_WithAKey_IsAllowed()
    {
        string[] keys = [.. TestKeys.Settings("secret").Select(setting => $"--{setting.Key}={setting.Value}")];
        await using var server = ServerProcess.Start(_directory.Path, ["--urls=http://0.0.0.0:0", .. keys]);

        await server.ListensAsync();

        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Start_WithBadSettings_NamesThemAll()
    {
        await using var server = ServerProcess.Start(_directory.Path,
        [
            "--AIWhisperer:Server:MaxRequestBytes=5",
            "--AIWhisperer:Loops:MaxLoops=0",
            "--AIWhisperer:AllowedOrigins:0=*",
            "--AIWhisperer:Authentication:Keys:0:Name=anna",
            "--AIWhisperer:Authentication:Keys:1:Name=Anna",
            "--AIWhisperer:Authentication:Keys:2:Name=",
        ]);

        Assert.Equal(1, await server.ExitAsync());
        string[] expected =
        [
            "AIWhisperer:Server: MaxRequestBytes", "AIWhisperer:Loops: MaxLoops", "AIWhisperer:AllowedOrigins:0",
            "AIWhisperer:Authentication:Keys:0:Hash", "Keys:0 and AIWhisperer:Authentication:Keys:1 have the same name", "Keys:2:Name",
        ];
        Assert.All(expected, part => Assert.Contains(part, server.Output, StringComparison.Ordinal));
        AssertNoStack(server);
    }

    [Theory]
    [InlineData("--AIWhisperer:Server:MaxRequestBytes=much", "AIWhisperer:Server:MaxRequestBytes")]
    [InlineData("--AIWhisperer:Server:MaxRequestByte=5000", "MaxRequestByte")]
    [InlineData("--urls=http://127.0.0.1:abc", "urls holds 'http://127.0.0.1:abc'")]
    [InlineData("--urls=http://127.0.0.1:99999", "urls holds 'http://127.0.0.1:99999'")]
    [InlineData("--urls=http://127.0.0.1:0;localhost", "urls holds 'localhost'")]
    [InlineData("--http_ports=x", "http_ports holds 'x'")]
    public async Task Start_WithASettingThatDoesNotFit_NamesIt(string argument, string expected)
    {
        await using var server = Start(argument, null);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains(expected, server.Output, StringComparison.Ordinal);
        AssertNoStack(server);
    }

    [Theory]
    [InlineData("--help", 0)]
    [InlineData("-h", 0)]
    [InlineData("serve", 1)]
    public async Task Start_WithoutSettings_ShowsTheUsage_AndEnds(string argument, int exitCode)
    {
        await using var server = Start(argument, null);

        Assert.Equal(exitCode, await server.ExitAsync());
        Assert.Contains("new-key NAME", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var server = Start($"--urls=http://{taken.LocalEndpoint}", null);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("address already in use", server.Output, StringComparison.Ordinal);
        AssertNoStack(server);
    }

    [Fact]
    public async Task Start_OnADamagedDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_directory.File("x.db"), new string('x', 5_000), TestContext.Current.CancellationToken);
        await using var server = Start("--AIWhisperer:Storage:Path=x.db", null);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("Cannot start: ", server.Output, StringComparison.Ordinal);
        Assert.Contains("x.db", server.Output, StringComparison.Ordinal);
        AssertNoStack(server);
    }

    [Fact]
    public async Task Start_BelowTheConfigurationsFolder_KeepsTheDataBesideIt()
    {
        Directory.CreateDirectory(_directory.File("config/agents"));
        var below = Directory.CreateDirectory(_directory.File("src/server")).FullName;
        await using var server = ServerProcess.Start(below, ["--urls=http://127.0.0.1:0"]);

        await server.ListensAsync();

        Assert.True(File.Exists(_directory.File("data/aiwhisperer.db")));
        Assert.Equal(0, await server.StopAsync());
    }

    private ServerProcess Start(string? argument, string? environment) => ServerProcess.Start(
        _directory.Path,
        argument is null ? [] : [argument],
        environment?.Split('=') is [var key, var value] ? [(key, value)] : []);

    private static void AssertNoStack(ServerProcess server) => Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
}
