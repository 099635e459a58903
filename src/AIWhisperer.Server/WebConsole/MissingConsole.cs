using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Server.WebConsole;

/// <summary>What stands in the console's place while it is not built: says how to build it.</summary>
internal static class MissingConsole
{
    private const string Style =
        "body{max-width:40rem;margin:12vh auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}"
        + "code{padding:.1em .35em;border-radius:.3em;background:light-dark(#eceef2,#272b34)}a{color:light-dark(#3b53c4,#93a5ff)}";

    public const string Page =
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>AIWhisperer</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>The server runs; its web console is not built</h1>
        <p>Install Node 20 or newer, which brings npm. Then stop the server and start it again with
        <code>dotnet run --project src/AIWhisperer.Server</code>: that builds the console, and the build says what it lacks.</p>
        <p>The API works without the console: <a href="/swagger">/swagger</a> lists every call to try.</p>
        </main>
        </body>
        </html>

        """;

    /// <summary>The page holds one style of its own, and may have no other.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";
}
