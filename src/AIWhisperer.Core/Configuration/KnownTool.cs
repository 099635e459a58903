using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>A tool of the server's own, as far as the configuration speaks of it. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Arguments">The names of its arguments.</param>
public sealed record KnownTool(string Name, ImmutableArray<string> Tags, ImmutableArray<string> Arguments);
