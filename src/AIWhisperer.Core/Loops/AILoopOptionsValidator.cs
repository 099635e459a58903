using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops;

[OptionsValidator]
internal sealed partial class AILoopOptionsValidator : IValidateOptions<AILoopOptions>;
