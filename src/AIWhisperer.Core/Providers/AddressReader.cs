using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Reads <c>base_url</c> and <c>api_key</c> of a provider or a preset. No message repeats a value that may be a key.</summary>
internal static partial class AddressReader
{
    public static Uri? BaseUrl(MappingReader reader)
    {
        if (reader.Text("base_url", 2_000) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            reader.Report("base_url", "`base_url` must be an absolute http or https address.", "Write such as `https://api.openai.com/v1`.");
            return null;
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            reader.Report(
                "base_url", "`base_url` must hold no user, password, query or fragment.",
                "Keep host and path only; a key goes into the environment and is named by `api_key: ${NAME}`.");
            return null;
        }

        return url;
    }

    public static string? ApiKeyVariable(MappingReader reader)
    {
        if (reader.Text("api_key", int.MaxValue) is not { } text)
        {
            return null;
        }

        if (VariablePattern().Match(text) is { Success: true } match)
        {
            return match.Groups[1].Value;
        }

        reader.Report(
            "api_key", "`api_key` must name an environment variable; a key itself must not stand in a file.",
            "Write such as `api_key: ${OPENAI_API_KEY}`. If a key stood here, revoke it.");
        return null;
    }

    [GeneratedRegex(@"^\$\{([A-Za-z_][A-Za-z0-9_]*)\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();
}
