using AIWhisperer.Core.Sessions;
using AIWhisperer.CrashProcess;
using AIWhisperer.Server;
using AIWhisperer.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

// The server, made to be killed: at the point that the settings name it kills itself, with no chance to clean up.
var builder = ServerHost.CreateBuilder(args);
var plan = CrashPlan.Read(builder.Configuration);
var store = builder.Services.Last(service => service.ServiceType == typeof(ISessionStore)).ImplementationType!;
builder.Services.AddSingleton(store);
builder.Services.AddSingleton<ISessionStore>(services => new CrashingStore((ISessionStore)services.GetRequiredService(store), plan));
builder.Services.AddSingleton(EffectTool.Create(builder.Configuration["Crash:Effects"]!, plan));

await using var app = ServerHost.Build(builder);
await app.StartAsync();
await app.WaitForEndAsync();
