using System.Xml;
using System.Xml.XPath;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>Describes the hub beside the routes, as <c>x-hub</c>, with schemas of the same document.</summary>
/// <param name="contract">The hub's typed interface.</param>
/// <param name="path">Where clients connect.</param>
internal sealed class HubFilter(Type contract, string path) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        using var file = XmlReader.Create(Path.ChangeExtension(contract.Assembly.Location, "xml"));
        var comments = new XPathDocument(file).CreateNavigator();
        var methods = contract.GetMethods().Select(method => HubMethod.Of(method, comments, context)).ToList();
        swaggerDoc.AddExtension("x-hub", new HubDescription(path, methods));
    }
}
