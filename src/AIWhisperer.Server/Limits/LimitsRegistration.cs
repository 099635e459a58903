using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Limits;

internal static class LimitsRegistration
{
    /// <summary>Limits how fast each principal, and all together, call. The hub's filter stands behind the one that tells problems.</summary>
    public static IServiceCollection AddCallLimits(this IServiceCollection services)
    {
        services.AddSingleton<CallRate>();
        services.AddSingleton<HubCallRateFilter>();
        services.Configure<HubOptions>(options => options.AddFilter<HubCallRateFilter>());
        return services;
    }

    /// <summary>
    /// Refuses requests that come too fast, and hub connections beyond their limit. Stands behind authentication, which names the principal.
    /// </summary>
    public static IApplicationBuilder UseCallLimits(this IApplicationBuilder app) =>
        app.UseMiddleware<CallRateLimit>().UseMiddleware<HubConnectionLimit>();
}
