using System.Reflection;

namespace AIWhisperer.Server.Problems;

/// <summary>What clients may call, for telling them when a call does not fit.</summary>
/// <param name="methods">The hub's typed interface.</param>
internal sealed class HubContract(Type methods)
{
    private const string SessionId = "sessionId";

    private readonly Dictionary<string, MethodInfo> _methods =
        methods.GetMethods().ToDictionary(method => method.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> MethodNames => _methods.Keys;

    /// <summary>
    /// Whether the argument is what REST takes as the body: all that a call holds besides the session. Its fields go by their own names,
    /// those of other arguments by the argument's name and theirs.
    /// </summary>
    public static bool IsBody(ParameterInfo argument) => ((MethodInfo)argument.Member).GetParameters()
        .All(other => other == argument || other.Name == SessionId || other.ParameterType == typeof(CancellationToken))
        && argument.ParameterType.IsClass && argument.ParameterType != typeof(string);

    /// <summary>The arguments of a method, as a client gives them, or null when there is no such method.</summary>
    public IReadOnlyList<ParameterInfo>? ArgumentsOf(string methodName) => _methods.TryGetValue(methodName, out var method)
        ? [.. method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken))]
        : null;
}
