using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp;

[OptionsValidator]
internal sealed partial class McpOptionsValidator : IValidateOptions<McpOptions>;
