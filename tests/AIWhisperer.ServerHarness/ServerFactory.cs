using AIWhisperer.Core.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.ServerHarness;

/// <summary>Runs the program itself, on Kestrel and a free port.</summary>
public sealed class ServerFactory : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;
    private readonly Action<IServiceCollection> _addServices;

    /// <param name="settings">The server's settings.</param>
    /// <param name="addServices">Adds to its services.</param>
    public ServerFactory((string Key, string Value)[] settings, Action<IServiceCollection> addServices)
    {
        _settings = settings;
        _addServices = addServices;
        UseKestrel(0);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        // What a test sets without a section is the server's environment, instead of the machine's.
        builder.ConfigureServices(services => services.AddSingleton(new EnvironmentReader(
            name => _settings.FirstOrDefault(setting => setting.Key == name).Value)));
        builder.ConfigureServices(_addServices);
    }
}
