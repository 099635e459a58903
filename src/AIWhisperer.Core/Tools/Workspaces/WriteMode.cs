using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>What <c>write_file</c> does with a file that is there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WriteMode>))]
internal enum WriteMode
{
    /// <summary>Nothing: it refuses.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>It puts a new one in its place.</summary>
    [JsonStringEnumMemberName("overwrite")]
    Overwrite,

    /// <summary>It writes at its end.</summary>
    [JsonStringEnumMemberName("append")]
    Append,
}
