using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>The table that the program carries with it, so that presets work with any configuration directory.</summary>
internal static class BuiltInModels
{
    private static readonly Lazy<ModelTable> s_table = new(Read);

    public static ModelTable Table => s_table.Value;

    private static ModelTable Read()
    {
        using StreamReader text = new(typeof(BuiltInModels).Assembly.GetManifestResourceStream("configuration/models.yaml")!);
        return ModelTableReader.Read(new FileText(text.ReadToEnd(), "", "")).Table;
    }
}
