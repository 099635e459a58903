using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers.Cassettes;

[OptionsValidator]
internal sealed partial class CassetteOptionsValidator : IValidateOptions<CassetteOptions>;
