using System.ComponentModel;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.CrashProcess;

/// <summary>The tool <c>record_effect</c>: has an effect that outlives the process, and that shows when it was had twice.</summary>
internal sealed class EffectTool
{
    private readonly string _file;
    private readonly CrashPlan _plan;

    private EffectTool(string file, CrashPlan plan)
    {
        _file = file;
        _plan = plan;
    }

    public static Tool Create(string file, CrashPlan plan) => new(
        AIFunctionFactory.Create(new EffectTool(file, plan).RecordAsync, "record_effect", "Writes a line."), "test", ToolEffect.Write);

    private async Task<string> RecordAsync([Description("The line.")] string line, [Description("The session's title.")] string title)
    {
        await File.AppendAllTextAsync(_file, line + "\n");
        await _plan.PassAsync("after effect", title);
        return "Written.";
    }
}
