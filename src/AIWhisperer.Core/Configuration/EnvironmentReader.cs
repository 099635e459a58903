namespace AIWhisperer.Core.Configuration;

/// <summary>Gives the value of an environment variable, or null when it is not set. Must be thread-safe.</summary>
/// <param name="name">The variable's name.</param>
public delegate string? EnvironmentReader(string name);
