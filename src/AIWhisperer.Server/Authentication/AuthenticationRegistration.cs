using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Authentication;

internal static class AuthenticationRegistration
{
    /// <summary>Decides who may call and from which web pages. What an endpoint does not open itself is closed to the unknown.</summary>
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddOptions<ApiKeyOptions>()
            .BindConfiguration(ApiKeyOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>();
        services.AddSingleton<ApiKeyRing>();

        // AddAuthentication would add data protection too, which writes key files that nothing here needs.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = ApiKeyHandler.SchemeName;
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.SchemeName, displayName: null);
        });
        services.AddWebEncoders();
        services.AddTransient<ApiKeyHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(ApiKeyHandler.SchemeName).RequireAuthenticatedUser().Build());

        services.AddOptions<OriginOptions>().BindConfiguration(OriginOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OriginOptions>, OriginOptionsValidator>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<OriginOptions>>(AllowListedOrigins);
        return services;
    }

    /// <summary>Checks where a request comes from, before it is checked who makes it.</summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app) => app.UseMiddleware<OriginCheck>().UseCors();

    private static void AllowListedOrigins(CorsOptions cors, IOptions<OriginOptions> origins) => cors.AddDefaultPolicy(policy => policy
        .WithOrigins([.. origins.Value.AllowedOrigins])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders("Location", "Mcp-Session-Id", "Preference-Applied", "Retry-After")

        // The SignalR client asks for it; no cookie of ours exists that it could carry.
        .AllowCredentials());
}
