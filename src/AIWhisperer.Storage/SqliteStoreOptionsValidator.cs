using Microsoft.Extensions.Options;

namespace AIWhisperer.Storage;

[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;
