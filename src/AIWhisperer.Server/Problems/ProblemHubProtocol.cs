using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using AIWhisperer.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Problems;

/// <summary>
/// The JSON hub protocol, with one difference: calls that cannot be read are answered with a problem that names the field. SignalR binds
/// arguments before any filter runs and keeps its reason to itself unless it is a <see cref="HubException"/>; what is no JSON makes it
/// close the connection.
/// </summary>
internal sealed class ProblemHubProtocol(
    IOptions<JsonHubProtocolOptions> json,
    IOptions<ServerOptions> server,
    HubContract contract) : IHubProtocol
{
    private const byte MessageEnd = 0x1e;

    private readonly JsonHubProtocol _inner = new(json);

    public string Name => _inner.Name;

    public int Version => _inner.Version;

    public TransferFormat TransferFormat => _inner.TransferFormat;

    private JsonSerializerOptions Options => json.Value.PayloadSerializerOptions;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        message = null;
        if (input.PositionOf(MessageEnd) is not { } end)
        {
            // SignalR shows no more of a message than the limit: one that has no end there is over it.
            return input.Length < server.Value.MaxHubMessageBytes ? false : throw Close(StatusCodes.Status413PayloadTooLarge, ErrorCodes.TooLarge, TooLarge);
        }

        var text = input.Slice(0, end);
        var rest = input.Slice(input.GetPosition(1, end));
        try
        {
            if (!_inner.TryParseMessage(ref input, binder, out message))
            {
                return false;
            }
        }
        catch (InvalidDataException exception) when (exception.InnerException is JsonException inner && HubCall.Find(text) is { } call)
        {
            input = rest;
            message = Refuse(call.InvocationId, call.Target, JsonFault.Malformed(inner));
            return true;
        }

        catch (InvalidDataException)
        {
            throw Close(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, "A message is no hub call in JSON, and does not say which call it was to be.");
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            message = Refuse(failure.InvocationId, failure.Target, Explain(failure.Target, text));
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => _inner.IsVersionSupported(version);

    private string TooLarge => string.Create(
        CultureInfo.InvariantCulture,
        $"A message is over the limit of {server.Value.MaxHubMessageBytes} bytes ({ServerOptions.Section}:{nameof(ServerOptions.MaxHubMessageBytes)}). Connect again and send less.");

    /// <summary>What SignalR ends the connection with; the only kind of exception whose text it gives to the client.</summary>
    private HubException Close(int status, string code, string detail) => new(new Problem(status, code, detail).ToHubMessage(Options));

    private InvocationBindingFailureMessage Refuse(string? invocationId, string target, JsonFault fault)
    {
        var problem = new Problem(StatusCodes.Status400BadRequest, Problem.CodeOfUnreadable(fault.Field), fault.Detail, fault.Field);
        return new(invocationId, target, ExceptionDispatchInfo.Capture(new HubException(problem.ToHubMessage(Options))));
    }

    private JsonFault Explain(string target, ReadOnlySequence<byte> text)
    {
        if (contract.ArgumentsOf(target) is not { } arguments)
        {
            return new(null, $"The hub has no method '{target}'. It has: {string.Join(", ", contract.MethodNames)}.");
        }

        using var document = JsonDocument.Parse(text);
        if (document.RootElement.TryGetProperty("arguments", out var given)
            && given.ValueKind == JsonValueKind.Array
            && given.GetArrayLength() == arguments.Count
            && arguments.Zip(given.EnumerateArray(), FaultOf).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            return fault;
        }

        var expected = arguments.Select(argument => $"{argument.Name} ({JsonFault.Describe(argument.ParameterType, Options)})");
        return new(null, $"The arguments of {target} do not fit. Give: {string.Join(", ", expected)}.");
    }

    private JsonFault? FaultOf(ParameterInfo argument, JsonElement given)
    {
        try
        {
            given.Deserialize(argument.ParameterType, Options);
            return null;
        }
        catch (JsonException exception)
        {
            return JsonFault.Of(exception, argument.ParameterType, Options, HubContract.IsBody(argument) ? "" : argument.Name!);
        }
    }
}
