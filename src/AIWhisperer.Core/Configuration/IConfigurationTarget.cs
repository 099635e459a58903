namespace AIWhisperer.Core.Configuration;

/// <summary>Something that is read from the configuration directory and can be read anew. Thread-safe.</summary>
internal interface IConfigurationTarget
{
    /// <summary>Reads the files again. Reading the same files twice changes nothing.</summary>
    void Reload();
}
