using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace AIWhisperer.Server.OpenApi;

/// <summary>The command <c>openapi</c>: prints the document that the running server has at <c>/swagger/v1/swagger.json</c>.</summary>
internal static class OpenApiCommand
{
    public static async Task<int> RunAsync(WebApplication app, TextWriter output)
    {
        // Routes are else made known when the server starts.
        app.UseEndpoints(_ => { });
        var document = await app.Services.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync(OpenApiRegistration.Document);
        using var json = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV3(new OpenApiJsonWriter(json));
        await output.WriteLineAsync(json.ToString());
        return 0;
    }
}
