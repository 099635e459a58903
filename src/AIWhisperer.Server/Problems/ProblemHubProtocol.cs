using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using AIWhisperer.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Problems;

/// <summary>
/// The JSON hub protocol, with one difference: arguments that do not fit are answered with a problem that names the field. SignalR
/// binds arguments before any filter runs and keeps its reason to itself unless it is a <see cref="HubException"/>.
/// </summary>
internal sealed class ProblemHubProtocol(IOptions<JsonHubProtocolOptions> json, HubContract contract) : IHubProtocol
{
    private readonly JsonHubProtocol _inner = new(json);

    public string Name => _inner.Name;

    public int Version => _inner.Version;

    public TransferFormat TransferFormat => _inner.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!_inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Explain(failure));
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => _inner.IsVersionSupported(version);

    private ExceptionDispatchInfo Explain(InvocationBindingFailureMessage failure)
    {
        var options = json.Value.PayloadSerializerOptions;
        var fault = contract.ArgumentsOf(failure.Target) is not { } arguments
            ? new JsonFault(null, $"The hub has no method '{failure.Target}'. It has: {string.Join(", ", contract.MethodNames)}.")
            : ExplainArguments();
        var problem = new Problem(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, fault.Detail, fault.Field);
        return ExceptionDispatchInfo.Capture(new HubException(problem.ToHubMessage(options)));

        JsonFault ExplainArguments()
        {
            var body = arguments.FirstOrDefault(argument => argument.ParameterType.IsClass && argument.ParameterType != typeof(string));
            var reason = failure.BindingFailure.SourceException;
            if (body is not null && (reason as JsonException ?? reason.InnerException as JsonException) is { Path.Length: > 1 } inside)
            {
                return JsonFault.Of(inside, body.ParameterType, options);
            }

            var expected = arguments.Select(argument => $"{argument.Name} ({JsonFault.Describe(argument.ParameterType, options)})");
            return new(null, $"The arguments of {failure.Target} do not fit. Give: {string.Join(", ", expected)}.");
        }
    }
}
