using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Authentication;

internal sealed class OriginOptionsValidator : IValidateOptions<OriginOptions>
{
    public ValidateOptionsResult Validate(string? name, OriginOptions options)
    {
        string[] errors =
        [
            .. options.AllowedOrigins
                .Select((origin, index) => (origin, index))
                .Where(entry => !IsOrigin(entry.origin))
                .Select(entry =>
                    $"{OriginOptions.Section}:{nameof(OriginOptions.AllowedOrigins)}:{entry.index} is '{entry.origin}'. "
                    + "Write scheme, host and, where it is not the usual one, port, such as https://chat.example.com; no path, no wildcard."),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && origin == uri.GetLeftPart(UriPartial.Authority)
        && !origin.Contains('*', StringComparison.Ordinal);
}
