using AIWhisperer.Anthropic;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Core.Tests.Configuration;

/// <summary>The configuration in the repository, read by the catalogs as the server registers them, with no key set.</summary>
internal sealed class ShippedConfiguration : IDisposable
{
    private readonly ServiceProvider _services;

    public ShippedConfiguration()
    {
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AIWhisperer:Configuration:Directory", Root)])
            .Build();
        _services = new ServiceCollection().AddSingleton(settings).AddSingleton(new EnvironmentReader(_ => null)).AddLogging()
            .AddAIWhisperer().AddAnthropicProvider().BuildServiceProvider();
    }

    public static string Root { get; } = FindRoot();

    public ProviderCatalog Providers => _services.GetRequiredService<ProviderCatalog>();

    public ToolSetCatalog ToolSets => _services.GetRequiredService<ToolSetCatalog>();

    public ToolGrants Grants => _services.GetRequiredService<ToolGrants>();

    public AgentCatalog Agents => _services.GetRequiredService<AgentCatalog>();

    public IEnumerable<string> Kinds => _services.GetServices<IProviderKind>().Select(kind => kind.Name);

    public void Dispose() => _services.Dispose();

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "AIWhisperer.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "config");
    }
}
