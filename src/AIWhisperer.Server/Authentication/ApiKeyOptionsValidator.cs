using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Authentication;

internal sealed class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiKeyOptions options)
    {
        var errors = options.Keys.SelectMany(Check).ToList();
        errors.AddRange(Repeated(options, key => key.Name, "name"));
        errors.AddRange(Repeated(options, key => key.Hash, "hash"));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Check(ApiKeyEntry key, int index)
    {
        if (!ApiKey.IsName(key.Name))
        {
            yield return $"{Place(index)}:Name is '{key.Name}'. {ApiKey.NameRule}";
        }

        if (!ApiKey.IsHash(key.Hash))
        {
            yield return $"{Place(index)}:Hash is not 64 hexadecimal digits. Make the pair with the command 'new-key NAME'.";
        }
    }

    private static IEnumerable<string> Repeated(ApiKeyOptions options, Func<ApiKeyEntry, string> value, string what) => options.Keys
        .Select((key, index) => (Value: value(key), Index: index))
        .GroupBy(entry => entry.Value, entry => entry.Index, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Key.Length > 0 && group.Count() > 1)
        .Select(group => $"{string.Join(" and ", group.Select(Place))} have the same {what}. Give each key its own.");

    private static string Place(int index) => $"{ApiKeyOptions.Section}:{nameof(ApiKeyOptions.Keys)}:{index}";
}
