using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Configuration;

[OptionsValidator]
internal sealed partial class ConfigurationOptionsValidator : IValidateOptions<ConfigurationOptions>;
