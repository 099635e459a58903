using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Workspaces;

[OptionsValidator]
internal sealed partial class WorkspaceOptionsValidator : IValidateOptions<WorkspaceOptions>;
