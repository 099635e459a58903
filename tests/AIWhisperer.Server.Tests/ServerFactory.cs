using AIWhisperer.Core.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests;

/// <summary>Runs the program itself, on Kestrel and a free port.</summary>
internal sealed class ServerFactory : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    public ServerFactory((string Key, string Value)[] settings)
    {
        _settings = settings;
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
    }
}
