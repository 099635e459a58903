using System.Text.Json;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Tests.Configuration;

/// <summary>Holds the JSON Schemas to the keys that are read, and those to the values that make up an agent.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly ShippedConfiguration _shipped = new();

    public void Dispose() => _shipped.Dispose();

    public static TheoryData<string, string, string[]> Mappings { get; } = new()
    {
        { "agents", "agent", Names([.. AgentKeys.Agent]) },
        { "agents", "ai_config", Names([.. AgentKeys.AIConfig]) },
        { "agents", "continuation", Names([.. AgentKeys.Continuation]) },
        { "agents", "limits", Names([.. CallLimitsReader.Keys]) },
        { "agents", "carry_over", Names([.. AgentKeys.CarryOver]) },
        { "agents", "approval_rule", Names([.. ApprovalRuleReader.Keys]) },
        { "tools", "", Names([.. ToolSetKeys.File]) },
        { "tools", "set", Names([.. ToolSetKeys.Set]) },
        { "providers", "provider", Names([.. ProviderKeys.Provider]) },
        { "providers", "wire", Names([.. WireKeys.All]) },
        { "providers", "resilience", Names([.. ProviderKeys.Resilience]) },
        { "providers", "limits", Names([.. CallLimitsReader.Keys]) },
        { "providers", "", Names([.. ProviderKeys.File]) },
        { "models", "preset", Names([.. ModelKeys.Preset]) },
        { "models", "model", Names([.. ModelKeys.Model]) },
        { "models", "price", Names([.. ModelKeys.Price]) },
        { "models", "", Names([.. ModelKeys.File]) },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Schema_EachMapping_HasTheKeysThatAreRead(string schema, string mapping, string[] keys)
    {
        using var document = Load(schema);
        JsonElement definition = mapping.Length == 0 ? document.RootElement : document.RootElement.GetProperty("$defs").GetProperty(mapping);

        Assert.Equal(keys.Order(StringComparer.Ordinal), definition.GetProperty("properties").EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.False, definition.GetProperty("additionalProperties").ValueKind);
    }

    [Fact]
    public void Reader_EveryAgentKey_IsPartOfTheRevision()
    {
        AgentDefinition agent = new() { Id = "a", Name = "A", Instructions = "x", Revision = "", SourceFile = "a.yaml", SourceLine = 1 };
        string[] leaves =
        [
            .. Names([.. AgentKeys.Agent]).Except(["prompt_file", "ai_config", "continuation", "limits"]),
            .. Names([.. AgentKeys.AIConfig]).Select(key => $"ai_config.{key}"),
            .. Names([.. AgentKeys.Continuation]).Select(key => $"continuation.{key}"),
            .. Names([.. CallLimitsReader.Keys]).Select(key => $"limits.{key}"),
        ];

        Assert.Equal(leaves.Order(StringComparer.Ordinal), AgentValues.Of(agent).Keys);
    }

    [Theory]
    [InlineData("temperature")]
    [InlineData("max_tokens")]
    [InlineData("top_p")]
    [InlineData("frequency_penalty")]
    [InlineData("presence_penalty")]
    [InlineData("timeout")]
    public void Schema_RangeOfAISetting_IsTheReadersRange(string key)
    {
        using var document = Load("agents");
        JsonElement range = document.RootElement.GetProperty("$defs").GetProperty("ai_config").GetProperty("properties").GetProperty(key);
        double least = range.GetProperty("minimum").GetDouble();
        double most = range.GetProperty("maximum").GetDouble();

        Assert.Equal([true, true, false, false], new[] { least, most, least - 1, most + 1 }.Select(value => IsAccepted(key, value)));
    }

    [Fact]
    public void Schema_Kinds_AreTheRegisteredKinds()
    {
        using var document = Load("providers");
        JsonElement kind = document.RootElement.GetProperty("$defs").GetProperty("provider").GetProperty("properties").GetProperty("kind");

        Assert.Equal(
            _shipped.Kinds.Order(StringComparer.Ordinal),
            kind.GetProperty("enum").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_Presets_AreTheBuiltInOnes()
    {
        using var document = Load("providers");
        JsonElement preset = document.RootElement.GetProperty("$defs").GetProperty("provider").GetProperty("properties").GetProperty("preset");

        Assert.Equal(
            BuiltInModels.Table.Presets.Keys,
            preset.GetProperty("examples").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_UnsupportedSettings_AreThoseThatAreRead()
    {
        using var document = Load("providers");
        JsonElement unsupported = document.RootElement.GetProperty("$defs").GetProperty("wire").GetProperty("properties").GetProperty("unsupported");

        Assert.Equal(WireSettings.All, unsupported.GetProperty("items").GetProperty("enum").EnumerateArray().Select(name => name.GetString()!));
    }

    private static string[] Names(SettingKey[] keys) => [.. keys.Select(key => key.Name)];

    private static JsonDocument Load(string schema) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(ShippedConfiguration.Root, "schema", $"{schema}.schema.json")));

    private bool IsAccepted(string key, double value)
    {
        string yaml = FormattableString.Invariant($"a: {{ name: A, prompt: x, ai_config: {{ {key}: {value} }} }}");
        return !_shipped.Agents.Validate(yaml).AllProblems.Any();
    }
}
