using AIWhisperer.Core.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AIWhisperer.ServerHarness;

/// <summary>Runs the program itself, on Kestrel and a free port.</summary>
public sealed class ServerFactory : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;
    private readonly Action<IServiceCollection> _addServices;
    private DisposalSignal? _signal;

    /// <param name="settings">The server's settings.</param>
    /// <param name="addServices">Adds to its services.</param>
    public ServerFactory((string Key, string Value)[] settings, Action<IServiceCollection> addServices)
    {
        _settings = settings;
        _addServices = addServices;
        UseKestrel(0);
    }

    /// <summary>
    /// Stops the server and frees its files. The program disposes of its services too, on a thread of its own: whichever comes second
    /// does not wait for the first.
    /// </summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_signal is not null)
        {
            await _signal.Disposed;
        }

        GC.SuppressFinalize(this);
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
        builder.ConfigureServices(services => services.Insert(
            0, ServiceDescriptor.Singleton<IHostedService>(_ => _signal = new DisposalSignal())));
        builder.ConfigureServices(_addServices);
    }
}
