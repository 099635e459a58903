using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Stops the start when there is nowhere to record to or nothing to replay, and lists all that is wrong with the files.</summary>
internal sealed class CassettePathValidator : IValidateOptions<CassetteOptions>
{
    public ValidateOptionsResult Validate(string? name, CassetteOptions options)
    {
        switch (options)
        {
            case { Mode: CassetteMode.Record } when File.Exists(options.Path):
                return ValidateOptionsResult.Fail($"Path: '{options.Path}' is a file. Name a directory to record to.");
            case { Mode: CassetteMode.Replay, Path.Length: > 0 }:
                var shelf = CassetteShelf.Load(options.Path);
                return shelf.Problems.IsEmpty
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail(shelf.Problems.Select(problem => problem.ToString()));
            default:
                return ValidateOptionsResult.Success;
        }
    }
}
