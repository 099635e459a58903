using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp.Serving;

[OptionsValidator]
internal sealed partial class McpServingOptionsValidator : IValidateOptions<McpServingOptions>;
