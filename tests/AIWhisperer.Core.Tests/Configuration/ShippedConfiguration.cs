using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Configuration;

/// <summary>The configuration in the repository, read by the real catalogs.</summary>
internal sealed class ShippedConfiguration
{
    public ShippedConfiguration(EnvironmentReader environment)
    {
        IOptions<ConfigurationOptions> options = Options.Create(new ConfigurationOptions { Directory = Root });
        Providers = new(
            options, [new FakeProviderKind("openai", needsBaseUrl: true), new FakeProviderKind("offline")], environment,
            NullLogger<ProviderCatalog>.Instance);
        AgentReferences references = new(() => Providers.Current.DeclaredIds, () => ["get_current_time", "switch_agent"])
        {
            Models = provider => Providers.Current.ModelsOf(provider),
        };
        Agents = new(options, references, NullLogger<AgentCatalog>.Instance);
    }

    public static string Root { get; } = FindRoot();

    public ProviderCatalog Providers { get; }

    public AgentCatalog Agents { get; }

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
