using System.Net;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>What a server answered.</summary>
/// <param name="Url">Where it came from, after redirects.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="ContentType">Its media type, without parameters; empty when the server named none.</param>
/// <param name="Charset">The character set that the server named, or null.</param>
/// <param name="Body">The body, unpacked.</param>
/// <param name="IsCut">Whether the body was longer than what is read of it.</param>
internal sealed record FetchedPage(Uri Url, HttpStatusCode Status, string ContentType, string? Charset, byte[] Body, bool IsCut);
