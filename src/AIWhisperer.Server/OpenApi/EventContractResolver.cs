using AIWhisperer.Core.Events;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>Describes an event of the log, of which the server holds only the JSON, as the event that it is.</summary>
internal sealed class EventContractResolver(ISerializerDataContractResolver resolver) : ISerializerDataContractResolver
{
    public DataContract GetDataContractForType(Type type) =>
        resolver.GetDataContractForType(type == typeof(LoggedEvent) ? typeof(SessionEvent) : type);
}
