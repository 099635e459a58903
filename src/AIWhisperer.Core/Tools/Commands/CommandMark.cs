using System.Globalization;
using System.Security.Cryptography;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// What the processes of a command are known by, wherever they went: an environment variable that children inherit. Its value begins with
/// what all commands of one server share.
/// </summary>
internal sealed class CommandMark
{
    public const string Variable = "AIWHISPERER_COMMAND";

    private readonly string _server = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private int _last;

    /// <summary>How the environment entry of each command of this server begins.</summary>
    public string Prefix => $"{Variable}={_server}-";

    /// <summary>The value for another command.</summary>
    public string Next() => $"{_server}-{Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture)}";
}
