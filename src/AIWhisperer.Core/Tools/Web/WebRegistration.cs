using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Web;

internal static class WebRegistration
{
    /// <summary>Adds the tool <c>fetch_url</c>.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddOptions<FetchOptions>().BindConfiguration("AIWhisperer:Fetch").ValidateOnStart();
        services.AddSingleton<IValidateOptions<FetchOptions>, FetchOptionsValidator>();
        services.AddSingleton<WebFetcher>();
        services.AddSingleton(provider => FetchUrlTool.Create(
            provider.GetRequiredService<WebFetcher>(), provider.GetRequiredService<IOptions<FetchOptions>>()));
        return services;
    }
}
