using AIWhisperer.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace AIWhisperer.Server.Problems;

internal static class ProblemRegistration
{
    /// <summary>Turns every error of REST and of the hub into a problem with a stable code.</summary>
    /// <param name="services">The registrations.</param>
    /// <param name="hubContract">The interface whose methods clients of the hub may call.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services, Type hubContract)
    {
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.PostConfigure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton(new HubContract(hubContract));
        services.AddSingleton<IHubProtocol, ProblemHubProtocol>();
        services.Configure<HubOptions>(options => options.AddFilter<HubProblemFilter>());
        services.AddSingleton<HubProblemFilter>();
        return services;
    }

    /// <summary>Catches what the middleware and endpoints behind it throw.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.UseExceptionHandler(_ => { });

    /// <summary>Checks that bodies can be read. Stands behind routing, which knows what has a body.</summary>
    public static IApplicationBuilder UseBodyCharset(this IApplicationBuilder app) => app.UseMiddleware<BodyCharset>();

    /// <summary>Gives every refusal that has a status and no body its problem. Stands before the host check, whose refusals it tells.</summary>
    public static IApplicationBuilder UseStatusProblems(this IApplicationBuilder app) =>
        app.UseStatusCodePages(pages => WriteAsync(pages.HttpContext));

    private static Task WriteAsync(HttpContext context)
    {
        // Before routing only the host check refuses.
        var isHostRefused = context.Response.StatusCode == StatusCodes.Status400BadRequest && context.GetEndpoint() is null;
        var problem = isHostRefused
            ? new Problem(
                StatusCodes.Status403Forbidden,
                ErrorCodes.Forbidden,
                "The server does not answer under this host name. Call it by a name in the setting AllowedHosts, or add the name there.",
                "Host")
            : RequestFault.OfStatus(context.Response.StatusCode, context);
        return problem?.WriteAsync(context) ?? Task.CompletedTask;
    }
}
