using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>The names an agent's YAML may refer to, asked anew at every reading.</summary>
/// <param name="Providers">The ids of the declared providers.</param>
/// <param name="Tools">The tools, tool sets, tags and servers of tools.</param>
public sealed record AgentReferences(Func<IReadOnlyCollection<string>> Providers, Func<ToolReferences> Tools)
{
    /// <summary>The models a provider is limited to (null asks for the default provider); empty means that any name goes.</summary>
    public Func<string?, IReadOnlyCollection<string>> Models { get; init; } = _ => [];
}
