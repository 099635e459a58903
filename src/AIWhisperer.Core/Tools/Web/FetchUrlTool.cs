using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>The tool <c>fetch_url</c>.</summary>
internal sealed class FetchUrlTool
{
    public const string Name = "fetch_url";

    private const int MaxHtmlBytes = 524_288;

    private static readonly string[] s_textTypes =
    [
        "application/json", "application/xml", "application/javascript", "application/ecmascript", "application/yaml", "application/toml",
        "application/sql", "application/graphql", "application/x-ndjson", "application/x-yaml", "application/x-sh",
    ];

    private readonly WebFetcher _fetcher;

    private FetchUrlTool(WebFetcher fetcher) => _fetcher = fetcher;

    public static Tool Create(WebFetcher fetcher, IOptions<FetchOptions> options) => new(
        AIFunctionFactory.Create(
            new FetchUrlTool(fetcher).FetchAsync,
            Name,
            "Fetches a page of the web by GET and returns its text, with its title and its links. HTML is reduced to what a person would read."),
        "web",
        ToolEffect.Network)
    {
        Tags = ["web"],
        GivesUntrusted = true,
        Timeout = options.Value.Timeout,
        OffBecause = options.Value.AllowedHosts.Count > 0 ? null : "no host may be asked. AIWhisperer:Fetch:AllowedHosts lists those that may.",
    };

    private async Task<string> FetchAsync(
        [Description("The address of the page, such as https://example.org/page.")] string url, CancellationToken cancellationToken)
    {
        var page = Cut(await _fetcher.FetchAsync(url.Trim(), cancellationToken));
        var head = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"url: {page.Url.AbsoluteUri}")
            .AppendLine(CultureInfo.InvariantCulture, $"status: {(int)page.Status}")
            .AppendLine(CultureInfo.InvariantCulture, $"content type: {page.ContentType}");
        if (page.IsCut)
        {
            head.AppendLine(CultureInfo.InvariantCulture, $"cut: only the first {page.Body.Length} bytes were read");
        }

        return $"{head}\n{await TextOfAsync(page, cancellationToken)}".ReplaceLineEndings("\n");
    }

    // The time that the hardest HTML takes to read grows with the square of its length, and no token stops it within one element.
    private static FetchedPage Cut(FetchedPage page) => IsHtml(page.ContentType) && page.Body.Length > MaxHtmlBytes
        ? page with { Body = page.Body[..MaxHtmlBytes], IsCut = true }
        : page;

    private static async Task<string> TextOfAsync(FetchedPage page, CancellationToken cancellationToken) => page switch
    {
        { Body.Length: 0 } => string.Empty,
        _ when IsHtml(page.ContentType) => await HtmlText.ReadAsync(page, cancellationToken),
        _ when IsText(page.ContentType) => EncodingOf(page).GetString(page.Body).TrimStart('\uFEFF').Replace('\0', '\uFFFD'),
        _ => "(The body is not text and is left out.)",
    };

    private static bool IsHtml(string type) => type is "text/html" or "application/xhtml+xml";

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal)
        || type.EndsWith("+json", StringComparison.Ordinal)
        || type.EndsWith("+xml", StringComparison.Ordinal)
        || s_textTypes.Contains(type);

    private static Encoding EncodingOf(FetchedPage page)
    {
        try
        {
            return page.Charset is null ? Encoding.UTF8 : Encoding.GetEncoding(page.Charset);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}
