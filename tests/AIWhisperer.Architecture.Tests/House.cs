using Mono.Cecil;

namespace AIWhisperer.Architecture.Tests;

/// <summary>Names the room that a type of one assembly belongs to.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Namespace">The namespace of its root; rooms are the segments right below it.</param>
/// <param name="Label">What its root is called in the table; a room is LABEL.ROOM.</param>
/// <param name="HasRooms">False when the assembly is one room.</param>
internal sealed record House(string Assembly, string Namespace, string Label, bool HasRooms = true)
{
    /// <summary>The room of a type that is nested in none, or null for what the compiler and generators add.</summary>
    public string? RoomOf(TypeDefinition type) =>
        type.Namespace.StartsWith(Namespace + ".", StringComparison.Ordinal) && HasRooms ? InRoom(type.Namespace)
        : IsGenerated(type) ? null
        : IsRegistration(type) ? $"{Label} registration"
        : Label;

    private string InRoom(string space) => $"{Label}.{space[(Namespace.Length + 1)..].Split('.')[0]}";

    private static bool IsGenerated(TypeDefinition type) =>
        type.Name.StartsWith('<')
        || (!type.Namespace.StartsWith("AIWhisperer", StringComparison.Ordinal)
            && type.CustomAttributes.Any(
                attribute => attribute.AttributeType.Name is "GeneratedCodeAttribute" or "CompilerGeneratedAttribute"));

    // The registration page of a root: it fills a service collection.
    private static bool IsRegistration(TypeDefinition type) =>
        type.Methods.Any(method => method.Parameters.Any(parameter => parameter.ParameterType.Name == "IServiceCollection"));
}
