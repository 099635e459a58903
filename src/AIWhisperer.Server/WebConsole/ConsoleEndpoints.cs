using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.WebConsole;

/// <summary>The web console's files. They hold nobody's data, so they are open; what the page then asks for is not.</summary>
internal static class ConsoleEndpoints
{
    private const string Index = "index.html";

    /// <summary>The addresses that the page itself shows; all others are unknown.</summary>
    private static readonly string[] s_pages =
        ["/", "/sessions/{sessionId}", "/sessions/{sessionId}/events", "/approvals", "/loops", "/agents", "/providers", "/usage"];

    /// <summary>Where programs ask, not people: what is unknown there is told as a problem, even to a browser.</summary>
    private static readonly PathString[] s_ofPrograms = ["/api", "/hubs", "/mcp", "/health", "/swagger"];

    private static readonly string[] s_reads = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddWebConsole(this IServiceCollection services)
    {
        services.AddOptions<ConsoleOptions>()
            .BindConfiguration(ConsoleOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .PostConfigure(options => options.Path = Path.Combine(AppContext.BaseDirectory, options.Path))
            .ValidateOnStart();
        return services;
    }

    public static void MapWebConsole(this IEndpointRouteBuilder app)
    {
        var console = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        foreach (var page in s_pages)
        {
            console.MapMethods(page, s_reads, GetPage);
        }

        console.MapMethods("/favicon.svg", s_reads, GetSign);
        console.MapMethods("/assets/{name}", s_reads, GetAsset);
    }

    /// <summary>
    /// Gives a browser that asks for an address that leads nowhere the page, which says so and leads on; the status is 404 all the same.
    /// Stands behind routing. No route does this: one that takes every address would hide which methods the others take.
    /// </summary>
    public static IApplicationBuilder UseUnknownPages(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!IsUnknownPage(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return GetPage(context, context.RequestServices.GetRequiredService<IOptions<ConsoleOptions>>()).ExecuteAsync(context);
    });

    private static bool IsUnknownPage(HttpContext context) =>
        context.GetEndpoint() is null
        && s_reads.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase)
        && !s_ofPrograms.Any(start => context.Request.Path.StartsWithSegments(start))
        && MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static IResult GetPage(HttpContext context, IOptions<ConsoleOptions> options)
    {
        context.Response.Headers.CacheControl = "no-cache";
        if (ConsoleFile.Find(options.Value.Path, Index, context.Request.Headers.AcceptEncoding) is { } index)
        {
            return Send(index, context);
        }

        ConsoleHeaders.Apply(context.Response, MissingConsole.StyleSource);
        return TypedResults.Content(MissingConsole.Page, "text/html; charset=utf-8");
    }

    private static IResult GetSign(HttpContext context, IOptions<ConsoleOptions> options)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Send(ConsoleFile.Find(options.Value.Path, "favicon.svg", context.Request.Headers.AcceptEncoding), context);
    }

    /// <summary>An asset's name holds the hash of its content: it never changes.</summary>
    private static IResult GetAsset(string name, HttpContext context, IOptions<ConsoleOptions> options)
    {
        var asset = ConsoleFile.Find(Path.Combine(options.Value.Path, "assets"), name, context.Request.Headers.AcceptEncoding);
        if (asset is not null)
        {
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        }

        return Send(asset, context);
    }

    private static IResult Send(ConsoleFile? file, HttpContext context)
    {
        if (file is null)
        {
            return TypedResults.NotFound();
        }

        ConsoleHeaders.Apply(context.Response);
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (file.Encoding is not null)
        {
            context.Response.Headers.ContentEncoding = file.Encoding;
        }

        return TypedResults.PhysicalFile(file.Path, file.ContentType, entityTag: file.Tag);
    }
}
