using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.XPath;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>One method of the hub: what a client gives, in this order, and what it gets: one result, none, or a stream of them.</summary>
internal sealed partial record HubMethod(
    string Name, string? Description, IReadOnlyList<HubParameter> Parameters, IOpenApiSchema? Result, bool IsStream)
{
    public static HubMethod Of(MethodInfo method, XPathNavigator comments, DocumentFilterContext context)
    {
        var node = comments.SelectSingleNode($"/doc/members/member[@name='{XmlCommentsNodeNameHelper.GetMemberNameForMethod(method)}']");
        var nullability = new NullabilityInfoContext();
        var parameters =
            from parameter in method.GetParameters()
            where parameter.ParameterType != typeof(CancellationToken)
            select new HubParameter(
                parameter.Name!,
                Text(node, $"param[@name='{parameter.Name}']"),
                Describe(parameter.ParameterType, context),
                nullability.Create(parameter).WriteState != NullabilityState.NotNull);
        var result = method.ReturnType.GenericTypeArguments.SingleOrDefault();
        var isStream = result is { IsGenericType: true } && result.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        var item = isStream ? result!.GenericTypeArguments[0] : result;
        return new(
            method.Name, Text(node, "summary"), [.. parameters], item is null ? null : Describe(item, context), isStream);
    }

    public void Write(IOpenApiWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteProperty("description", Description);
        writer.WritePropertyName("parameters");
        writer.WriteStartArray();
        foreach (var parameter in Parameters)
        {
            parameter.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteOptionalObject("result", Result, (to, schema) => schema.SerializeAsV3(to));
        writer.WriteProperty("stream", IsStream);
        writer.WriteEndObject();
    }

    private static IOpenApiSchema Describe(Type type, DocumentFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

    private static string? Text(XPathNavigator? node, string element) =>
        node?.SelectSingleNode(element) is { } found
            ? MethodReference.Replace(XmlCommentsTextHelper.Humanize(found.InnerXml), "`${name}`")
            : null;

    /// <summary>How the comments name another method; to clients it has a short name.</summary>
    [GeneratedRegex(@"M:(?:\w+\.)+(?<name>\w+)\([^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex MethodReference { get; }
}
