using System.Collections.Concurrent;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// Which principals' clients have read what nobody vouches for. A client may begin anew under another name and know what it read before;
/// so all of a principal's clients share the label, and it is kept until the server ends. Thread-safe singleton.
/// </summary>
internal sealed class ClientLabels
{
    // As many as there are principals at most: those are configured.
    private readonly ConcurrentDictionary<string, bool> _labelled = new(StringComparer.Ordinal);

    public bool Has(string owner) => _labelled.ContainsKey(owner);

    public void Add(string owner) => _labelled[owner] = true;
}
