using AIWhisperer.Server.Logging;
using AIWhisperer.Server.Problems;

namespace AIWhisperer.Server;

/// <summary>What has to see even the requests that the framework's host check refuses before the program's own middleware runs.</summary>
internal sealed class FirstInLine : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseRequestLog();
        app.UseStatusProblems();
        next(app);
    };
}
