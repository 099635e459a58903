using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
