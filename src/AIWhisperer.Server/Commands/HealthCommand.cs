namespace AIWhisperer.Server.Commands;

/// <summary>The command <c>health</c>: lets a container ask the server in it, without any other program.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken cancellationToken)
    {
        var address = AddressOf(configuration);
        using var client = new HttpClient { Timeout = s_patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "health/ready"));

        // The server answers under the host names it is set to only; the address here is a way in, not a name.
        if (configuration["AllowedHosts"]?.Split(';') is [{ Length: > 0 } host, ..] && !host.Contains('*', StringComparison.Ordinal))
        {
            request.Headers.Host = host;
        }

        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            await output.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{address} does not answer: {failure.Message}");
            return 1;
        }
    }

    /// <summary>The first address the server listens on, as seen from its own machine.</summary>
    private static Uri AddressOf(IConfiguration configuration)
    {
        var endpoint = configuration.GetSection("Kestrel:Endpoints").GetChildren().FirstOrDefault()?["Url"];
        var ports = configuration[WebHostDefaults.HttpPortsKey];
        var first = endpoint
            ?? First(configuration[WebHostDefaults.ServerUrlsKey])
            ?? (First(ports) is { } port ? $"http://*:{port}" : "http://127.0.0.1");
        var binding = BindingAddress.Parse(first);
        var isName = Uri.CheckHostName(binding.Host) != UriHostNameType.Unknown && binding.Host is not ("0.0.0.0" or "[::]");
        return new UriBuilder(binding.Scheme, isName ? binding.Host : "127.0.0.1", binding.Port).Uri;
    }

    private static string? First(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
