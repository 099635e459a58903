namespace AIWhisperer.Architecture.Tests.Fixtures.Beta;

internal sealed class BetaException(string message) : Exception(message);
