using AIWhisperer.Server;
using AIWhisperer.Server.Hosting;

try
{
    if (CommandLine.IsCommand(args))
    {
        return await CommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
    }

    await using var app = ServerHost.Build(ServerHost.CreateBuilder(args));
    try
    {
        await app.StartAsync();
    }
    catch
    {
        // What has started already learns that its end is meant.
        app.Lifetime.StopApplication();
        throw;
    }

    await app.WaitForEndAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Describe(failure) is { } lines)
{
    foreach (var line in lines)
    {
        await Console.Error.WriteLineAsync($"Cannot start: {line}");
    }

    return 1;
}
