using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Io;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>
/// What a person would read of an HTML page, with its title and its links. Nothing is loaded and no script is run. Walks without recursion:
/// pages nest as deep as they like.
/// </summary>
internal sealed class HtmlText
{
    private const int MaxLinks = 100;

    private static readonly FrozenSet<string> s_unread = FrozenSet.Create(
        StringComparer.Ordinal,
        "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio", "video", "select", "datalist");

    private static readonly FrozenSet<string> s_blocks = FrozenSet.Create(
        StringComparer.Ordinal,
        "address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tr", "ul");

    // The parser calls itself for each <pre> that follows a <pre>. Nothing can catch a stack that is full, so it stops before.
    private static readonly IConfiguration s_configuration = AngleSharp.Configuration.Default.WithOnly<IHtmlParser>(context => new HtmlParser(
        new HtmlParserOptions { OnCreated = (_, _) => RuntimeHelpers.EnsureSufficientExecutionStack() }, context));

    private readonly StringBuilder _text = new();
    private readonly List<string> _links = [];
    private int _preformatted;

    private HtmlText()
    {
    }

    /// <exception cref="InvalidInputException">Its elements lie too deep in one another.</exception>
    public static async Task<string> ReadAsync(FetchedPage page, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(page.Body, writable: false);
        using var context = BrowsingContext.New(s_configuration);
        using var document = await ParseAsync(context, page, body, cancellationToken);
        var html = new HtmlText();
        if (document.Body is { } root)
        {
            html.Walk(root, cancellationToken);
        }

        return html.Compose(document.Title);
    }

    private static async Task<IDocument> ParseAsync(
        IBrowsingContext context, FetchedPage page, MemoryStream body, CancellationToken cancellationToken)
    {
        try
        {
            return await context.OpenAsync(
                response => response
                    .Address(page.Url.AbsoluteUri)
                    .Header(HeaderNames.ContentType, page.Charset is null ? "text/html" : $"text/html; charset={page.Charset}")
                    .Content(body),
                cancellationToken);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "url", "The elements of the page lie too deep in one another to be read. Give another page.");
        }
    }

    private string Compose(string? title)
    {
        var text = _text.ToString().Trim();
        var whole = string.IsNullOrWhiteSpace(title) ? text : $"title: {title.Trim()}\n\n{text}";
        return _links.Count == 0
            ? whole
            : $"{whole}\n\nlinks:\n{string.Join('\n', _links.Select((link, index) => string.Create(CultureInfo.InvariantCulture, $"[{index + 1}] {link}")))}";
    }

    private void Walk(INode root, CancellationToken cancellationToken)
    {
        INode? node = root;
        while (node is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Enter(node) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            Leave(node);
            while (node is not null && node != root && node.NextSibling is null)
            {
                node = node.Parent;
                if (node is not null)
                {
                    Leave(node);
                }
            }

            node = node is null || node == root ? null : node.NextSibling;
        }
    }

    /// <summary>Writes what stands before a node's children; says whether they are to be read.</summary>
    private bool Enter(INode node)
    {
        if (node is IText text)
        {
            Write(text.Data);
            return false;
        }

        if (node is not IElement element || s_unread.Contains(element.LocalName) || IsHidden(element))
        {
            return false;
        }

        var name = element.LocalName;
        if (s_blocks.Contains(name))
        {
            BreakLine();
        }

        switch (name)
        {
            case "li":
                _text.Append("- ");
                break;
            case "td" or "th" when element.PreviousElementSibling is not null:
                _text.Append(" | ");
                break;
            case "img" when element.GetAttribute("alt") is { Length: > 0 } alternative:
                Write($"[{alternative}]");
                break;
            case "pre":
                _preformatted++;
                break;
            case ['h', >= '1' and <= '6' and var level]:
                _text.Append('#', level - '0').Append(' ');
                break;
        }

        return true;
    }

    private void Leave(INode node)
    {
        if (node is not IElement element || s_unread.Contains(element.LocalName) || IsHidden(element))
        {
            return;
        }

        if (element.LocalName == "pre")
        {
            _preformatted--;
        }

        if (element is AngleSharp.Html.Dom.IHtmlAnchorElement anchor)
        {
            NoteLink(anchor);
        }

        if (s_blocks.Contains(element.LocalName))
        {
            BreakLine();
        }
    }

    private void NoteLink(AngleSharp.Html.Dom.IHtmlAnchorElement anchor)
    {
        if (!anchor.HasAttribute("href")
            || !Uri.TryCreate(anchor.Href, UriKind.Absolute, out var target)
            || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps))
        {
            return;
        }

        var index = _links.IndexOf(target.AbsoluteUri);
        if (index < 0 && _links.Count < MaxLinks)
        {
            index = _links.Count;
            _links.Add(target.AbsoluteUri);
        }

        if (index >= 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"[{index + 1}]");
        }
    }

    private void Write(string text)
    {
        if (_preformatted > 0)
        {
            _text.Append(text);
            return;
        }

        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                _text.Append(c);
            }
            else if (_text.Length > 0 && !char.IsWhiteSpace(_text[^1]))
            {
                _text.Append(' ');
            }
        }
    }

    private void BreakLine()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }

        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }
    }

    // What people do not see is where instructions to models hide. Style sheets can hide as well; that is not looked at.
    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden")
        || (element.GetAttribute("style") is { } style
            && style.Replace(" ", string.Empty, StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase));
}
