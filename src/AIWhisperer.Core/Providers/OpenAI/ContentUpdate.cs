using System.Collections;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>
/// An update with exactly one content that is its own list of contents: most updates hold one piece of text, and a list with its array
/// would cost a third of all that a chunk allocates.
/// </summary>
// CA1710: it is an update first; that it is a list is a matter of its own.
#pragma warning disable CA1710
internal sealed class ContentUpdate : ChatResponseUpdate, IList<AIContent>
#pragma warning restore CA1710
{
    private AIContent _content;

    public ContentUpdate(AIContent content)
    {
        _content = content;
        Contents = this;
    }

    int ICollection<AIContent>.Count => 1;

    // Like an array: the content can be replaced, the list cannot grow.
    bool ICollection<AIContent>.IsReadOnly => true;

    AIContent IList<AIContent>.this[int index]
    {
        get => index == 0 ? _content : throw new ArgumentOutOfRangeException(nameof(index));
        set => _content = index == 0 ? value : throw new ArgumentOutOfRangeException(nameof(index));
    }

    int IList<AIContent>.IndexOf(AIContent item) => Equals(_content, item) ? 0 : -1;

    bool ICollection<AIContent>.Contains(AIContent item) => Equals(_content, item);

    void ICollection<AIContent>.CopyTo(AIContent[] array, int arrayIndex) => array[arrayIndex] = _content;

    IEnumerator<AIContent> IEnumerable<AIContent>.GetEnumerator()
    {
        yield return _content;
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<AIContent>)this).GetEnumerator();

    void ICollection<AIContent>.Add(AIContent item) => throw new NotSupportedException();

    void ICollection<AIContent>.Clear() => throw new NotSupportedException();

    bool ICollection<AIContent>.Remove(AIContent item) => throw new NotSupportedException();

    void IList<AIContent>.Insert(int index, AIContent item) => throw new NotSupportedException();

    void IList<AIContent>.RemoveAt(int index) => throw new NotSupportedException();
}
