using System.Text.Json;

namespace AIWhisperer.Reliability.Crashes;

/// <summary>What the clients of a session know of it when its server is killed.</summary>
internal sealed class CrashedSession(string id, string title, Follower follower)
{
    public string Id => id;

    public string Title => title;

    /// <summary>What was seen.</summary>
    public Follower Follower => follower;

    /// <summary>Whether a client has asked for its deletion.</summary>
    public bool IsToBeDeleted { get; set; }

    /// <summary>The receipts of messages that were acknowledged.</summary>
    public List<JsonElement> Receipts { get; } = [];

    /// <summary>The questions whose approval was acknowledged.</summary>
    public List<string> Approved { get; } = [];

    /// <summary>When the server was found dead, each time.</summary>
    public List<DateTimeOffset> Deaths { get; } = [];
}
