using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Makes of a name the name of a folder. Two names never share a folder, also where the file system ignores case.</summary>
internal static class FolderName
{
    private const int MaxLength = 64;

    /// <summary>The name itself when it is plain; otherwise a <c>~</c>, which no plain name holds, and its hash.</summary>
    public static string Of(string name) =>
        IsPlain(name) ? name : $"~{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)))}";

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '@')
        && char.IsAsciiLetterOrDigit(name[0])
        && WorkspacePath.FindFault(name) is null;
}
