using System.Text;

namespace AIWhisperer.Core.Configuration;

/// <summary>The text of a file, or why it cannot be had.</summary>
/// <param name="Text">The text without byte-order mark; null when it cannot be had.</param>
/// <param name="Fault">Why not; empty with a text.</param>
/// <param name="Remedy">What to do about it; empty with a text.</param>
internal sealed record FileText(string? Text, string Fault, string Remedy)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads at most <paramref name="mostBytes"/>; a larger file is a fault. Never throws for what is on the disk.</summary>
    public static FileText Read(string path, int mostBytes)
    {
        try
        {
            // Whoever writes or replaces the file meanwhile must not be hindered.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[Math.Min(stream.Length, mostBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == bytes.Length)
            {
                return stream.Length > mostBytes
                    ? new(null, $"The file is larger than {mostBytes / 1024} KB.", "Make it smaller or split it.")
                    : new(null, "The file grew while it was read.", "Save it again.");
            }

            ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
            return new(s_strict.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content), "", "");
        }
        catch (DecoderFallbackException)
        {
            return new(null, "The file is not UTF-8 text.", "Save it as UTF-8.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(null, "There is no such file.", "Create it, or correct the name.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new(null, "The file cannot be read.", "Check that it is a file and that the server may read it.");
        }
    }
}
