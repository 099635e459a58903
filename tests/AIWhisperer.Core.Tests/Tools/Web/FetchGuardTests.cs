using System.Globalization;
using System.Net;
using AIWhisperer.Core.Tools.Web;

namespace AIWhisperer.Core.Tests.Tools.Web;

/// <summary>What an agent may not reach, in the forms in which it may try.</summary>
public sealed class FetchGuardTests
{
    /// <summary>Addresses of this machine and of private networks; PORT listens on every address of this machine.</summary>
    private static readonly string[] s_addresses =
    [
        "http://127.0.0.1:PORT/", "http://127.0.0.2:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://2130706433:PORT/",
        "http://0x7f000001:PORT/", "http://0x7f.1:PORT/", "http://0x7f.0x0.0x0.0x1:PORT/", "http://017700000001:PORT/", "http://0177.0.0.1:PORT/",
        "http://0177.0x0.0.1:PORT/", "http://127.0.0.1.:PORT/", "http://0:PORT/", "http://0.0.0.0:PORT/", "http://0x0:PORT/", "http://00:PORT/",
        "http://[::1]:PORT/", "http://[::]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[::7f00:1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/", "http://[::1%25lo]:PORT/",
        "http://[64:ff9b::127.0.0.1]:PORT/", "http://[2002:7f00:1::]:PORT/", "http://[fe80::1%251]:PORT/", "http://[fd00:ec2::254]:PORT/",
        "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/", "http://a.localhost:PORT/", "http://ⓛocalhost:PORT/",
        "http://１２７.0.0.1:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/", "http://inside.example:PORT/", "http://bücher.example:PORT/",
        "http://user@127.0.0.1:PORT/", "http://user:word@127.0.0.1:PORT/", "http://public.example@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT@public.example:PORT/", "http://public.example#@127.0.0.1:PORT/", "http://public.example\\@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@public.example/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/", "http:\\\\127.0.0.1:PORT\\",
        "HTTP://127.0.0.1:PORT/", "https://127.0.0.1:PORT/", "ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_GET", "file:///etc/passwd",
        "file://127.0.0.1:PORT/etc/passwd", "data:text/plain,harm", "ws://127.0.0.1:PORT/", "javascript:0", "//127.0.0.1:PORT/", "127.0.0.1:PORT",
        "unix:/var/run/docker.sock", "http://169.254.169.254/latest/meta-data/", "http://169.254.169.254:PORT/", "http://2852039166:PORT/",
        "http://0xa9fea9fe:PORT/", "http://[::ffff:a9fe:a9fe]:PORT/", "http://metadata.example:PORT/", "http://10.0.0.1:PORT/",
        "http://192.168.0.1:PORT/", "http://172.16.0.1:PORT/", "http://100.64.0.1:PORT/", "http://255.255.255.255:PORT/", "http://224.0.0.1:PORT/",
        "http://127.0.0.1:22/", "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http://127.0.0.1\r\nHost: x:PORT/", "http://\t127.0.0.1:PORT/", "",
        " ", "http://", "http://:PORT/", "http://%31%32%37.0.0.1:PORT/", "http://127.0.0.1%00.public.example:PORT/", "http://127.0.0.1%2f@x:PORT/",
    ];

    [Fact]
    public async Task Addresses_OfThisMachineAndPrivateNetworks_AreNotConnectedTo()
    {
        using var listener = new CountingListener();

        // Were any of them to be taken for public.example, its address would lead nowhere, at once or when the time is up.
        using var stage = new FetchStage(
            PublicAddresses.Contains,
            listener.Port,
            resolve: host => IPAddress.Parse(
                host.Contains("metadata", StringComparison.Ordinal) ? "169.254.169.254" : host == "public.example" ? "240.0.0.1" : "127.0.0.1"),
            clock: TimeProvider.System);
        foreach (var address in s_addresses)
        {
            var outcome = await stage.FetchAsync(address.Replace("PORT", listener.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

            Assert.True(outcome.Error is not null, address);
            Assert.DoesNotContain("log has the details", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, await listener.CountAsync());
        Assert.InRange(s_addresses.Length, 40, int.MaxValue);
    }

    [Fact]
    public async Task Name_ThatTurnsPrivateBetweenTwoLookUps_IsNotConnectedTo()
    {
        using var listener = new CountingListener();
        var answers = new Queue<string>(["198.41.0.4", "127.0.0.1", "127.0.0.1"]);
        using var stage = new FetchStage(PublicAddresses.Contains, listener.Port, resolve: _ => IPAddress.Parse(answers.Dequeue()));

        // Whoever checks a name by a look-up of its own has had the public answer.
        Assert.True(PublicAddresses.Contains(IPAddress.Parse(answers.Dequeue())));
        var outcome = await stage.FetchAsync($"http://rebinding.example:{listener.Port}/");

        Assert.Equal(
            "'rebinding.example' does not lead to the public internet, and addresses of private networks and of this machine are refused here.", outcome.Error);
        Assert.Equal(0, await listener.CountAsync());
    }

    [Theory]
    [InlineData("example.org", "http://example.org:PORT/", true)]
    [InlineData("example.org", "http://EXAMPLE.org.:PORT/", true)]
    [InlineData("example.org", "http://www.example.org:PORT/", false)]
    [InlineData("example.org", "http://example.org.evil.example:PORT/", false)]
    [InlineData("example.org", "http://notexample.org:PORT/", false)]
    [InlineData("example.org", "http://example.org@evil.example:PORT/", false)]
    [InlineData("*.example.org", "http://www.example.org:PORT/", true)]
    [InlineData("*.example.org", "http://a.b.example.org:PORT/", true)]
    [InlineData("*.example.org", "http://example.org:PORT/", false)]
    [InlineData("*.example.org", "http://notexample.org:PORT/", false)]
    [InlineData("bücher.example", "http://xn--bcher-kva.example:PORT/", true)]
    [InlineData("xn--bcher-kva.example", "http://bücher.example:PORT/", true)]
    [InlineData("bucher.example", "http://bücher.example:PORT/", false)]
    [InlineData("127.0.0.1", "http://127.0.0.1:PORT/", true)]
    [InlineData("127.0.0.1", "http://2130706433:PORT/", true)]
    [InlineData("127.0.0.1", "http://127.0.0.2:PORT/", false)]
    [InlineData("127.0.0.1", "http://localhost:PORT/", false)]
    public async Task Host_IsHeldAgainstTheList(string allowed, string address, bool isAllowed)
    {
        await using var site = await WebSite.StartAsync("text/plain", "here"u8.ToArray());
        using var stage = new FetchStage(FetchStage.Everything, site.Port, [allowed]);

        var outcome = await stage.FetchAsync(address.Replace("PORT", $"{site.Port}", StringComparison.Ordinal));

        Assert.Equal(isAllowed ? 1 : 0, site.Requests.Count);
        Assert.Equal(isAllowed, outcome.Result?.EndsWith("\nhere", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("https://example.org")]
    [InlineData("example.org:80")]
    [InlineData("example.org/page")]
    [InlineData("a.*.org")]
    [InlineData("")]
    public void Settings_WhatIsNoHost_IsReported(string host)
    {
        var options = new FetchOptions();
        options.AllowedHosts.Add(host);
        options.AllowedPorts.Add(70_000);

        Assert.Equal(2, new FetchOptionsValidator().Validate(null, options).Failures?.Count());
    }
}
