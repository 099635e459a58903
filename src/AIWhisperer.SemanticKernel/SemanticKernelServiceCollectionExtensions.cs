using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>Registers Semantic Kernel.</summary>
public static class SemanticKernelServiceCollectionExtensions
{
    /// <summary>
    /// Gives each loop a <see cref="Kernel"/> and adds the provider kind <c>semantic-kernel</c>. Call it after
    /// <see cref="Core.AIWhispererServiceCollectionExtensions.AddAIWhisperer"/>. The host may register, as singletons, before or after:
    /// plugins (<c>services.AddKernel().Plugins.AddFromType&lt;T&gt;("weather")</c>), whose functions become tools that agents are granted as
    /// <c>plugin_function</c>; filters (<see cref="IFunctionInvocationFilter"/>, <see cref="IAutoFunctionInvocationFilter"/>,
    /// <see cref="IPromptRenderFilter"/>), which every loop's kernel runs; and chat clients or chat completion services under a key, which
    /// providers of the kind <c>semantic-kernel</c> reach by their id.
    /// </summary>
    public static IServiceCollection AddSemanticKernel(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<ILoopEngineFactory, KernelEngineFactory>());
        services.Replace(ServiceDescriptor.Singleton(provider => new ToolCatalog(
        [
            .. provider.GetServices<Tool>(),
            .. provider.GetServices<KernelPlugin>().SelectMany(plugin => plugin).Select(PluginTool.Create),
        ])));
        services.AddSingleton<IProviderKind, SemanticKernelProviderKind>();
        services.AddHostedService<EngineReport>();
        return services;
    }
}
