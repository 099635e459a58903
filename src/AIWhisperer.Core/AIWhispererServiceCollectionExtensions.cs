using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Core;

/// <summary>Registers Core.</summary>
public static class AIWhispererServiceCollectionExtensions
{
    /// <summary>
    /// Adds agents, providers, tools, loops and sessions. The host adds an <see cref="Sessions.ISessionStore"/> and may add further
    /// <see cref="Providers.IProviderKind"/>s. Options are read from the section <c>AIWhisperer</c>.
    /// </summary>
    public static IServiceCollection AddAIWhisperer(this IServiceCollection services) => services;
}
