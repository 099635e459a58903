using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Loops.Approvals;

public sealed class ApprovalPolicyTests
{
    [Theory]
    [InlineData(ToolEffect.Read, false, ApprovalDecision.Always)]
    [InlineData(ToolEffect.Write, false, ApprovalDecision.Always)]
    [InlineData(ToolEffect.Network, false, ApprovalDecision.Always)]
    [InlineData(ToolEffect.Execute, false, ApprovalDecision.Ask)]
    [InlineData(ToolEffect.Read, true, ApprovalDecision.Always)]
    [InlineData(ToolEffect.Write, true, ApprovalDecision.Ask)]
    [InlineData(ToolEffect.Network, true, ApprovalDecision.Ask)]
    [InlineData(ToolEffect.Execute, true, ApprovalDecision.Ask)]
    public void Decide_WithoutARule_GoesByWhatTheToolCanDo(ToolEffect effect, bool isUntrusted, ApprovalDecision expected) =>
        Assert.Equal(expected, Decide([], effect, "{}", isUntrusted));

    [Fact]
    public void Decide_SeveralRules_TheFirstThatFitsCounts()
    {
        ApprovalRule always = new("*", ApprovalDecision.Always), ask = new("tool", ApprovalDecision.Ask), never = new("to*", ApprovalDecision.Never);

        Assert.Equal(ApprovalDecision.Always, Decide([always, ask], ToolEffect.Execute, "{}"));
        Assert.Equal(ApprovalDecision.Ask, Decide([ask, always], ToolEffect.Read, "{}"));
        Assert.Equal(ApprovalDecision.Never, Decide([never, ask, always], ToolEffect.Read, "{}"));
        Assert.Equal(ApprovalDecision.Always, Decide([new("other", ApprovalDecision.Never), always], ToolEffect.Execute, "{}"));
        Assert.Equal(
            ApprovalDecision.Ask,
            Decide([always, new("tool", ApprovalDecision.Always) { EvenUntrusted = true }], ToolEffect.Write, "{}", isUntrusted: true));
        Assert.Equal(
            ApprovalDecision.Always,
            Decide([new("tool", ApprovalDecision.Always) { EvenUntrusted = true }], ToolEffect.Write, "{}", isUntrusted: true));
    }

    [Theory]
    [InlineData("notes/*", """{"a":"notes/today"}""", true)]
    [InlineData("notes/*", """{"a":"notes/"}""", true)]
    [InlineData("notes/*", """{"a":"Notes/today"}""", false)]
    [InlineData("notes/*", """{"a":"my/notes/today"}""", false)]
    [InlineData("notes/*", """{"a":"notes/../secret"}""", false)]
    [InlineData("notes/*", """{"a":"notes/a/.."}""", false)]
    [InlineData("notes/*", """{"a":"notes/%2e%2E/secret"}""", false)]
    [InlineData("notes/*", """{"a":"notes\\..\\secret"}""", false)]
    [InlineData("*", """{"a":"--from=../x"}""", false)]
    [InlineData("*", """{"a":{"path":"../x"}}""", false)]
    [InlineData("*", """{"a":["log","../x"]}""", false)]
    [InlineData("*", """{"a":"v1..v2 ... x..."}""", true)]
    [InlineData("*", """{"a":"."}""", true)]
    [InlineData("*", """{"a":["add","."]}""", true)]
    [InlineData("*", """{"a":".config/a.b/.x/c."}""", true)]
    [InlineData("*", """{"a":"https://good.example:8080/a.b?c=https://d"}""", true)]
    [InlineData("*", """{"a":"https://good.example"}""", true)]
    [InlineData("*", """{"a":["cat","./x"]}""", false)]
    [InlineData("*", """{"a":"--file=./x"}""", false)]
    [InlineData("*", """{"a":"x/%2E/y"}""", false)]
    [InlineData("*", """{"a":"https://good.example//x"}""", false)]
    [InlineData("*", "{}", false)]
    [InlineData("*", """{"a":null}""", false)]
    [InlineData("", """{"a":""}""", true)]
    [InlineData("", """{"a":"x"}""", false)]
    [InlineData("a*b*c", """{"a":"a-b-b-c"}""", true)]
    [InlineData("a*b*c", """{"a":"ac"}""", false)]
    [InlineData("aba*aba", """{"a":"aba"}""", false)]
    [InlineData("a*", """{"a":"a\n\u0000b"}""", true)]
    [InlineData("log *", """{"a":["log","-p"]}""", true)]
    [InlineData("log", """{"a":["log","-p"]}""", false)]
    [InlineData("12", """{"a": 12 }""", true)]
    [InlineData("""{"x":1,"y":[true]}""", """{"a":{ "y":[ true ], "x":1 }}""", true)]
    public void Decide_ArgumentPattern_FitsTheWholeText(string pattern, string arguments, bool fits)
    {
        var rule = new ApprovalRule("tool", ApprovalDecision.Always) { Arguments = ImmutableSortedDictionary<string, string>.Empty.Add("a", pattern) };

        Assert.Equal(fits ? ApprovalDecision.Always : ApprovalDecision.Ask, Decide([rule], ToolEffect.Execute, arguments));
    }

    [Theory]
    [InlineData("""{"a":"secret/x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"notes/../secret/x"}""", ApprovalDecision.Never)]
    [InlineData("{}", ApprovalDecision.Never)]
    [InlineData("""{"a":"./secret/x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"secret//x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"//secret/x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"notes/./x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"notes/."}""", ApprovalDecision.Never)]
    [InlineData("""{"a":" secret/x"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"x\n"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"HTTPS://secret.example/"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"https://SECRET.example/"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"https://secret.example:443/"}""", ApprovalDecision.Never)]
    [InlineData("""{"a":"https://good.example/x"}""", ApprovalDecision.Always)]
    [InlineData("""{"a":"notes/x"}""", ApprovalDecision.Always)]
    public void Decide_WhatCannotBeTold_FitsARuleThatRefuses(string arguments, ApprovalDecision expected)
    {
        var rule = new ApprovalRule("tool", ApprovalDecision.Never) { Arguments = ImmutableSortedDictionary<string, string>.Empty.Add("a", "secret/*") };

        Assert.Equal(expected, Decide([rule], ToolEffect.Read, arguments));
    }

    [Fact]
    public void Decide_LongText_DoesNotTakeLongForAPatternOfManyStars()
    {
        var rule = new ApprovalRule("tool", ApprovalDecision.Always)
        {
            Arguments = ImmutableSortedDictionary<string, string>.Empty.Add("a", string.Concat(Enumerable.Repeat("*a", 40)) + "b"),
        };
        var arguments = JsonSerializer.Serialize(new { a = new string('a', 1_000_000) });
        var clock = Stopwatch.StartNew();

        Assert.Equal(ApprovalDecision.Ask, Decide([rule], ToolEffect.Execute, arguments));

        // A pattern that was tried from every place would take longer than anybody waits.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":2,"d":"x"}}""", """{ "b": { "d": "\u0078", "c": 2 }, "a": 1 }""", true)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", false)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    [InlineData("""{"a":["b","c"]}""", """{"a":["c","b"]}""", false)]
    [InlineData("""{"a":"x\",\"b"}""", """{"a":"x","b":""}""", false)]
    public void Hash_SameCallWrittenInAnotherWay_IsTheSame(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Hash(one) == Hash(other));

    [Fact]
    public void Hash_AnotherToolSessionOrOwner_IsAnother()
    {
        var arguments = JsonElement.Parse("{}");
        string[] hashes =
        [
            CallHash.Of("tool", arguments, "session", "owner"), CallHash.Of("tools", arguments, "session", "owner"),
            CallHash.Of("tool", arguments, "session2", "owner"), CallHash.Of("tool", arguments, "session", "owner2"),
            CallHash.Of("toolsession", arguments, "", "owner"),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static string Hash(string arguments) => CallHash.Of("tool", JsonElement.Parse(arguments), "session", "owner");

    private static ApprovalDecision Decide(ApprovalRule[] rules, ToolEffect effect, string arguments, bool isUntrusted = false) =>
        new ApprovalPolicy([.. rules]).Decide(
            new Tool(AIFunctionFactory.Create(() => "", "tool"), "test", effect), JsonElement.Parse(arguments), isUntrusted).Decision;
}
