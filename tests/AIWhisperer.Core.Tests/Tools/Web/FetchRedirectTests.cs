using System.Net;
using Microsoft.AspNetCore.Http;

namespace AIWhisperer.Core.Tests.Tools.Web;

public sealed class FetchRedirectTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Redirects_UpToThree_AreFollowed(int count, bool arrives)
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            var left = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            if (left > 0)
            {
                context.Response.Redirect($"/{left - 1}", permanent: left % 2 == 0);
            }

            return Task.CompletedTask;
        });
        using var stage = new FetchStage(FetchStage.Everything, site.Port);

        var outcome = await stage.FetchAsync($"http://site.example:{site.Port}/{count}");

        Assert.Equal(Math.Min(count, 3) + 1, site.Requests.Count);
        Assert.Equal(arrives ? null : "The address redirects too often. Give the one where it ends.", outcome.Error);
        if (arrives)
        {
            Assert.StartsWith($"url: http://site.example:{site.Port}/0\nstatus: 200\n", outcome.Result, StringComparison.Ordinal);
        }
    }

    /// <summary>SITE is where the redirect comes from; other.example is not allowed, and nothing may ask PORT.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("//127.0.0.1:PORT/")]
    [InlineData("http://other.example:SITE/")]
    [InlineData("http://site.example:PORT/")]
    [InlineData("http://user:word@site.example:SITE/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://site.example:SITE/")]
    [InlineData("data:text/plain,harm")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]:SITE/")]
    public async Task Redirect_ToWhatMayNotBeAsked_IsNotFollowed(string target)
    {
        using var listener = new CountingListener();
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = target
                .Replace("PORT", $"{listener.Port}", StringComparison.Ordinal)
                .Replace("SITE", $"{context.Connection.LocalPort}", StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        using var stage = new FetchStage(FetchStage.Everything, site.Port, ["site.example"]);

        var outcome = await stage.FetchAsync($"http://site.example:{site.Port}/");

        Assert.NotNull(outcome.Error);
        Assert.Single(site.Requests);
        Assert.Equal(0, await listener.CountAsync());
    }

    [Fact]
    public async Task Redirect_ToAnAllowedNameWithAPrivateAddress_IsNotConnectedTo()
    {
        using var listener = new CountingListener();
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.Redirect($"http://inside.example:{listener.Port}/");
            return Task.CompletedTask;
        });

        // The address of the first host stands for a public one.
        using var stage = new FetchStage(
            IPAddress.Loopback.Equals,
            site.Port,
            resolve: host => IPAddress.Parse(host == "site.example" ? "127.0.0.1" : "127.0.0.2"),
            configure: options => options.AllowedPorts.Add(listener.Port));

        var outcome = await stage.FetchAsync($"http://site.example:{site.Port}/");

        Assert.StartsWith("'inside.example' does not lead to the public internet", outcome.Error, StringComparison.Ordinal);
        Assert.Single(site.Requests);
        Assert.Equal(0, await listener.CountAsync());
    }
}
