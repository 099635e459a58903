using Microsoft.Extensions.Options;

namespace AIWhisperer.Server;

[OptionsValidator]
internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>;
