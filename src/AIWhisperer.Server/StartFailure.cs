using AIWhisperer.Core;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.Server.Hosting;
using AIWhisperer.Storage;
using Microsoft.Extensions.Options;
using SessionOptions = AIWhisperer.Core.Sessions.SessionOptions;

namespace AIWhisperer.Server;

/// <summary>Puts the ways in which a start can fail without a defect of ours into plain words.</summary>
internal static class StartFailure
{
    /// <summary>Generated validators name the property but not where it stands.</summary>
    private static readonly Dictionary<Type, string> s_sections = new()
    {
        [typeof(AILoopOptions)] = "AIWhisperer:Loops",
        [typeof(AILoopDefaults)] = "AIWhisperer:Defaults",
        [typeof(ConfigurationOptions)] = "AIWhisperer:Configuration",
        [typeof(SessionOptions)] = "AIWhisperer:Sessions",
        [typeof(CassetteOptions)] = "AIWhisperer:Cassettes",
        [typeof(SqliteStoreOptions)] = "AIWhisperer:Storage",
        [typeof(ServerOptions)] = ServerOptions.Section,
    };

    /// <summary>The lines to show, or null when the failure is a defect and its stack is wanted.</summary>
    public static IReadOnlyList<string>? Describe(Exception failure) => failure switch
    {
        OptionsValidationException options => [.. options.Failures.Select(problem => Place(options.OptionsType) + problem)],
        AggregateException several when several.InnerExceptions.All(inner => Describe(inner) is not null) =>
            [.. several.InnerExceptions.SelectMany(inner => Describe(inner)!)],
        StartRefusedException or AIWhispererException or IOException or UnauthorizedAccessException or FormatException => [failure.Message],

        // The configuration binder's way to say that a value has the wrong type; it names the key.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } =>
            [$"{failure.Message} {failure.InnerException?.Message}".TrimEnd()],
        _ => null,
    };

    private static string Place(Type options) =>
        s_sections.TryGetValue(options, out var section) ? $"in the section {section}: " : "";
}
