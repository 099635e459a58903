namespace AIWhisperer.Server.Hosting;

/// <summary>The server does not start as it is configured; the message says why and the remedy.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
