using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools;

[OptionsValidator]
internal sealed partial class ToolOptionsValidator : IValidateOptions<ToolOptions>;
