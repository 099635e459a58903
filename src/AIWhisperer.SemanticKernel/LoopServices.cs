using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// The services of one loop's kernel: the host's, but for the model, which is the loop's own. A service that the host has registered under
/// a key is found under that key, for functions that ask for it.
/// </summary>
internal sealed class LoopServices : IKeyedServiceProvider
{
    private readonly IServiceProvider _host;
    private readonly Dictionary<Type, object>? _own;

    /// <param name="host">The host's services.</param>
    /// <param name="client">The loop's own client.</param>
    public LoopServices(IServiceProvider host, IChatClient client)
    {
        _host = host;
        var invoking = client.AsBuilder().UseKernelFunctionInvocation().Build(this);
        var service = invoking.AsChatCompletionService(this);
        _own = new Dictionary<Type, object>
        {
            [typeof(IServiceProvider)] = this,
            [typeof(IChatClient)] = invoking,
            [typeof(IEnumerable<IChatClient>)] = new[] { invoking },
            [typeof(IChatCompletionService)] = service,
            [typeof(IEnumerable<IChatCompletionService>)] = new[] { service },

            // A kernel logs the exceptions of functions as errors, with texts that may quote the conversation; the loop logs them itself.
            [typeof(ILoggerFactory)] = NullLoggerFactory.Instance,
        };
    }

    public object? GetService(Type serviceType) => _own?.GetValueOrDefault(serviceType) ?? _host.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => serviceKey is null
        ? GetService(serviceType)
        : (_host as IKeyedServiceProvider)?.GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => GetKeyedService(serviceType, serviceKey)
        ?? throw new InvalidOperationException($"No service of type {serviceType} is registered under the key '{serviceKey}'.");
}
