using System.Reflection;

namespace AIWhisperer.Server.Problems;

/// <summary>What clients may call, for telling them when a call does not fit.</summary>
/// <param name="methods">The hub's typed interface.</param>
internal sealed class HubContract(Type methods)
{
    private readonly Dictionary<string, MethodInfo> _methods =
        methods.GetMethods().ToDictionary(method => method.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> MethodNames => _methods.Keys;

    /// <summary>The arguments of a method, as a client gives them, or null when there is no such method.</summary>
    public IReadOnlyList<ParameterInfo>? ArgumentsOf(string methodName) => _methods.TryGetValue(methodName, out var method)
        ? [.. method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken))]
        : null;
}
