using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

[OptionsValidator]
internal sealed partial class CommandOptionsValidator : IValidateOptions<CommandOptions>;
