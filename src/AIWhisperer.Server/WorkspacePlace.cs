using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools.Workspaces;
using AIWhisperer.Mcp;
using AIWhisperer.Storage;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server;

/// <summary>Refuses a workspace that agents could reach the server's own files through.</summary>
internal sealed class WorkspacePlace(
    IOptions<ConfigurationOptions> configuration, IOptions<SqliteStoreOptions> storage, IOptions<McpOptions> mcp)
    : IValidateOptions<WorkspaceOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkspaceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Root))
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            var root = options.Root;
            List<string> faults =
            [
                .. Fault(root, configuration.Value.Directory, "the configuration directory", "AIWhisperer:ConfigDirectory"),
                .. Fault(root, storage.Value.Path, "the database", "AIWhisperer:Storage:Path"),
                .. Fault(root, mcp.Value.PinsFile, "the file of the approved MCP tools", "AIWhisperer:Mcp:PinsFile"),
            ];
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
        catch (OptionsValidationException)
        {
            // Those options are checked too, and say it themselves.
            return ValidateOptionsResult.Skip;
        }
    }

    private static IEnumerable<string> Fault(string root, string other, string what, string setting)
    {
        var (workspace, own) = (Path.GetFullPath(root), Path.GetFullPath(other));
        var relation = RealPath.IsInside(workspace, own) ? "holds" : RealPath.IsInside(own, workspace) ? "lies in" : RealPath.AreSame(workspace, own) ? "is" : null;
        return relation is null ? [] :
        [
            $"AIWhisperer:Workspace:Root is '{workspace}', which {relation} {what}, '{own}' ({setting}). Agents may change what lies in a workspace: "
            + "set one of the two to a directory apart from the other.",
        ];
    }
}
