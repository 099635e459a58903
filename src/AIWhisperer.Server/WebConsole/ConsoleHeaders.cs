using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.WebConsole;

/// <summary>What a browser is told of every answer of the console, so that text of a model can do nothing but be read.</summary>
internal static class ConsoleHeaders
{
    private const string OwnStyles = "'self'";

    /// <param name="response">Not yet begun.</param>
    /// <param name="styleSource">Whence the page's styles come; without it, from the console's own files.</param>
    public static void Apply(HttpResponse response, string styleSource = OwnStyles)
    {
        var headers = response.Headers;
        headers[HeaderNames.ContentSecurityPolicy] =
            $"default-src 'none'; script-src 'self'; style-src {styleSource}; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
            + "microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";
    }
}
