using System.Xml.XPath;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>Describes the hub beside the routes, as <c>x-hub</c>, with schemas of the same document.</summary>
/// <param name="contract">The hub's typed interface.</param>
/// <param name="path">Where clients connect.</param>
internal sealed class HubFilter(Type contract, string path) : IDocumentFilter
{
    public const string Extension = "x-hub";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var comments = new XPathDocument(Path.ChangeExtension(contract.Assembly.Location, "xml")).CreateNavigator();
        var methods = contract.GetMethods().Select(method => HubMethod.Of(method, comments, context)).ToList();
        swaggerDoc.AddExtension(Extension, new HubDescription(path, methods));
    }
}
