using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.WebConsole;

/// <summary>A file of the built console, in the smallest form that the caller takes.</summary>
internal sealed record ConsoleFile(string Path, string ContentType, string? Encoding, EntityTagHeaderValue Tag)
{
    /// <summary>What the build leaves beside a file, the smallest first.</summary>
    private static readonly (string Encoding, string Extension)[] s_compressed = [("br", ".br"), ("gzip", ".gz")];

    private static readonly FileExtensionContentTypeProvider s_types = new();

    /// <summary>Nothing when there is no such file. The name has no separators: a route's segment is one.</summary>
    public static ConsoleFile? Find(string folder, string name, StringValues acceptEncoding)
    {
        if (name != System.IO.Path.GetFileName(name) || IsCompressed(name) || !s_types.TryGetContentType(name, out var type))
        {
            return null;
        }

        // Windows would write a text type of its registry without its charset; ours are all UTF-8.
        var contentType = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
        var plain = new FileInfo(System.IO.Path.Combine(folder, name));
        if (!plain.Exists)
        {
            return null;
        }

        var accepted = StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var values) ? values : [];
        foreach (var (encoding, extension) in s_compressed)
        {
            var compressed = new FileInfo(plain.FullName + extension);
            if (compressed.Exists && accepted.Any(value => value.Quality is not 0 && value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)))
            {
                return new(compressed.FullName, contentType, encoding, TagOf(compressed, encoding));
            }
        }

        return new(plain.FullName, contentType, Encoding: null, TagOf(plain, "plain"));
    }

    /// <summary>Such a file stands for the one beside it, and has no address of its own.</summary>
    private static bool IsCompressed(string name) => s_compressed.Any(form => name.EndsWith(form.Extension, StringComparison.OrdinalIgnoreCase));

    private static EntityTagHeaderValue TagOf(FileInfo file, string encoding) =>
        new($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}-{encoding}\"");
}
