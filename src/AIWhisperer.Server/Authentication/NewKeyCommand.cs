namespace AIWhisperer.Server.Authentication;

/// <summary>The command <c>new-key NAME</c>. The key is shown here and nowhere else: the settings hold its hash.</summary>
internal static class NewKeyCommand
{
    public static async Task<int> RunAsync(string name, IConfiguration configuration, TextWriter output, TextWriter error)
    {
        var keys = configuration.GetSection(ApiKeyOptions.Section).GetSection(nameof(ApiKeyOptions.Keys)).GetChildren().ToArray();
        if (!ApiKey.IsName(name))
        {
            await error.WriteLineAsync($"'{name}' cannot be the name of a key. {ApiKey.NameRule}");
            return 1;
        }

        if (keys.Any(key => string.Equals(key[nameof(ApiKeyEntry.Name)], name, StringComparison.OrdinalIgnoreCase)))
        {
            await error.WriteLineAsync($"There is a key named '{name}' already. Take another name, or remove that key's settings first.");
            return 1;
        }

        var key = ApiKey.New();
        var unused = Array.FindIndex(keys, entry => string.IsNullOrEmpty(entry[nameof(ApiKeyEntry.Name)]));
        var index = unused < 0 ? keys.Length : unused;
        var hash = Convert.ToHexStringLower(ApiKey.HashOf(key));
        await output.WriteLineAsync($"""
            The key of '{name}', shown this once:
              {key}

            Let the server know it by its hash, in the environment:
              AIWhisperer__Authentication__Keys__{index}__Name={name}
              AIWhisperer__Authentication__Keys__{index}__Hash={hash}

            or in appsettings.json:
              "AIWhisperer": {"{"} "Authentication": {"{"} "Keys": [ {"{"} "Name": "{name}", "Hash": "{hash}" {"}"} ] {"}"} {"}"}
            """);
        return 0;
    }
}
