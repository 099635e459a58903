using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AIWhisperer.Architecture.Tests;

/// <summary>Reads from built assemblies every use of one room by another. What the compiler makes of lambdas, iterators and async
/// methods is nested in the type that holds them, and so is read with it. Constants leave no trace in an assembly.</summary>
internal sealed class ArrowReader
{
    private readonly Dictionary<(string Assembly, string Type), string?> _rooms = [];

    private ArrowReader()
    {
    }

    public static IReadOnlyCollection<Arrow> Read(string directory, params IEnumerable<House> houses)
    {
        var reader = new ArrowReader();
        var modules = houses
            .Select(house => (House: house, Module: ModuleDefinition.ReadModule(Path.Combine(directory, house.Assembly + ".dll"))))
            .ToList();
        foreach (var (house, module) in modules)
        {
            foreach (var type in module.Types)
            {
                reader._rooms[(house.Assembly, type.FullName)] = house.RoomOf(type);
            }
        }

        var arrows = modules.SelectMany(item => item.Module.GetTypes()).SelectMany(reader.From).ToHashSet();
        modules.ForEach(item => item.Module.Dispose());
        return arrows;
    }

    private IEnumerable<Arrow> From(TypeDefinition type) => RoomOf(type) is not { } from
        ? []
        : UsedBy(type)
            .SelectMany(Parts)
            .Select(used => new Arrow(from, RoomOf(used) ?? from, type.FullName, used.FullName))
            .Where(arrow => arrow.To != from);

    private string? RoomOf(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        var assembly = type.Scope is ModuleDefinition module ? module.Assembly.Name.Name : type.Scope?.Name;
        return _rooms.GetValueOrDefault((assembly ?? string.Empty, type.FullName));
    }

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(item => item.InterfaceType),
        .. type.Interfaces.SelectMany(Attributes),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(item => Attributes(item).Append(item.EventType)),
        .. type.Methods.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(Attributes),
        .. Constraints(method),
        .. method.Overrides.SelectMany(Signature),
        .. method.HasBody ? Body(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference called => Signature(called),
            CallSite site => site.Parameters.Select(parameter => parameter.ParameterType).Append(site.ReturnType),
            _ => (IEnumerable<TypeReference?>)[],
        }),
    ];

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider owner) => owner.GenericParameters.SelectMany(
        parameter => Attributes(parameter).Concat(parameter.Constraints.Select(constraint => constraint.ConstraintType)));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider owner) => owner.CustomAttributes.SelectMany(
        attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))
            .SelectMany(Values)
            .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Values(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => Values(boxed),
        CustomAttributeArgument[] list => list.SelectMany(Values),
        _ => [argument.Type],
    };

    /// <summary>The named types that a type is made of: arrays, references and generics taken apart.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        FunctionPointerType pointer => pointer.Parameters.SelectMany(item => Parts(item.ParameterType)).Concat(Parts(pointer.ReturnType)),
        RequiredModifierType modified => Parts(modified.ModifierType).Concat(Parts(modified.ElementType)),
        OptionalModifierType modified => Parts(modified.ModifierType).Concat(Parts(modified.ElementType)),
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };
}
