using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.ClientTools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

internal static class SessionRegistration
{
    /// <summary>Adds the session directory and what keeps it. Needs loops and an <see cref="ISessionStore"/>.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionOptions>().BindConfiguration("AIWhisperer:Sessions").ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<SessionQuotas>();
        services.AddSingleton<SessionTotal>();
        services.AddSingleton<AcceptedMessageSweep>();
        services.AddSingleton(provider => new SessionDirectory(
            provider.GetRequiredService<ISessionStore>(),
            provider.GetRequiredService<AgentDirectory>(),
            provider.GetRequiredService<AILoopManager>(),
            provider.GetRequiredService<SessionCache>(),
            provider.GetRequiredService<IOptions<SessionOptions>>(),
            provider.GetRequiredService<SessionQuotas>(),
            provider.GetRequiredService<SessionTotal>(),
            provider.GetRequiredService<ClientToolRules>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SessionDrain(
            provider.GetRequiredService<SessionCache>(),
            provider.GetRequiredService<AILoopManager>(),
            provider.GetRequiredService<IOptions<AILoopOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SessionDrain>>()));
        services.AddHostedService<AgentReloadRelay>();
        services.AddHostedService<SessionLifetime>();
        return services;
    }
}
