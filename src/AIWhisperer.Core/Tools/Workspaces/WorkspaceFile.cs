using Microsoft.Win32.SafeHandles;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>A file that is held open, with what was known of it then.</summary>
internal sealed record WorkspaceFile(SafeFileHandle Handle, FileFacts Facts) : IDisposable
{
    private const int HeadBytes = 8_192;

    /// <summary>Whether it is no text, as far as its beginning shows.</summary>
    public bool IsBinary()
    {
        var head = new byte[HeadBytes];
        return head.AsSpan(0, RandomAccess.Read(Handle, head, 0)).Contains((byte)0);
    }

    public void Dispose() => Handle.Dispose();
}
