using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops;

/// <summary>Makes loops. It knows providers and tools, not sessions; what it makes shares nothing but those. Thread-safe.</summary>
public sealed class AILoopFactory
{
    private readonly ModelChooser _models;
    private readonly ToolCatalog _tools;
    private readonly ToolInvoker _invoker;
    private readonly ILoopEngineFactory _engines;
    private readonly IOptions<AILoopOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<AILoop> _logger;

    internal AILoopFactory(
        ModelChooser models,
        ToolCatalog tools,
        ToolInvoker invoker,
        ILoopEngineFactory engines,
        IOptions<AILoopOptions> options,
        TimeProvider clock,
        ILogger<AILoop> logger)
    {
        _models = models;
        _tools = tools;
        _invoker = invoker;
        _engines = engines;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>A new, idle loop.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="config">What its turns run with until it is reconfigured.</param>
    /// <param name="host">The session it runs in.</param>
    public AILoop Create(LoopKey key, AILoopConfig config, ILoopHost host) =>
        new(key, config, host, _models, _tools, _invoker, _engines, _options.Value, _clock, _logger);
}
