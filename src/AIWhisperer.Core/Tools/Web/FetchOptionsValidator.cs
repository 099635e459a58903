using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Web;

[OptionsValidator]
internal sealed partial class FetchOptionsValidator : IValidateOptions<FetchOptions>;
