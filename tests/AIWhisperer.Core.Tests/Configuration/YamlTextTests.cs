using System.Text;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tests.Configuration;

public sealed class YamlTextTests
{
    [Fact]
    public void Read_PlainMapping_GivesNodesWithPlaces()
    {
        ProblemList problems = new("a.yaml");

        YamlMapping? root = YamlText.Read("# comment\na:\n  b: [1, '2']\n", problems);

        Assert.True(problems.IsEmpty);
        YamlEntry a = Assert.Single(root!.Entries);
        Assert.Equal((2, 1), (a.Key.Line, a.Key.Column));
        YamlEntry b = Assert.Single(Assert.IsType<YamlMapping>(a.Value).Entries);
        var items = Assert.IsType<YamlSequence>(b.Value);
        Assert.Equal([new YamlScalar("1", true, 3, 7), new YamlScalar("2", false, 3, 10)], items.Items);
    }

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("# only a comment\n", 1, 1, "empty")]
    [InlineData("~", 1, 1, "empty")]
    [InlineData("- a\n- b\n", 1, 1, "keys and values")]
    [InlineData("just text", 1, 1, "keys and values")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "more than one")]
    [InlineData("a: &x 1\n", 1, 4, "Anchors")]
    [InlineData("a: *x\n", 1, 4, "Anchors")]
    [InlineData("&x a: 1\n", 1, 1, "key")]
    [InlineData("a: !!str 1\n", 1, 4, "Tags")]
    [InlineData("a: !ruby/object:X {}\n", 1, 4, "Tags")]
    [InlineData("? [a]\n: 1\n", 1, 3, "key")]
    [InlineData("a: 'open\n", 1, 1, "not valid YAML")]
    [InlineData("a: [1, 2\nb: 3\n", 1, 1, "not valid YAML")]
    [InlineData("a: 1\n b: 2\n", 1, 1, "not valid YAML")]
    [InlineData("a: 1\nb: \u0000\n", 2, 4, "control character")]
    public void Read_UnacceptableText_GivesOneProblem(string text, int leastLine, int leastColumn, string words)
    {
        ProblemList problems = new("a.yaml");

        Assert.Null(YamlText.Read(text, problems));

        ConfigurationProblem problem = Assert.Single(problems.ToImmutable());
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        Assert.True(problem.Line >= leastLine && (problem.Line > leastLine || problem.Column >= leastColumn));
    }

    [Theory]
    [InlineData("a:\n\tname: x\n", 2, 1)]
    [InlineData("a:\n  name: N\n\tprompt: p\n", 3, 1)]
    [InlineData("a:\n  name: N\n  \tprompt: p\n", 3, 3)]
    public void Read_TabAsIndentation_IsNamedWhereItStands(string text, int line, int column)
    {
        ProblemList problems = new("a.yaml");

        YamlText.Read(text, problems);

        ConfigurationProblem problem = Assert.Single(problems.ToImmutable());
        Assert.Equal((line, column, "Indent with spaces."), (problem.Line, problem.Column, problem.Remedy));
    }

    public static TheoryData<string> Bombs { get; } =
    [
        new string('[', 200_000),
        new string('{', 200_000),
        string.Concat(Enumerable.Repeat("- ", 100_000)),
        string.Concat(Enumerable.Repeat("? ", 100_000)),
        string.Concat(Enumerable.Range(0, 500).Select(depth => new string(' ', depth) + "a:\n")),
        "a: " + new string('[', 64) + new string(']', 64),
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
        new string('a', 10 * 1024 * 1024),
        "a: \"" + new string('\u00e9', 200 * 1024) + "\"",
    ];

    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public void Read_Bomb_IsRefused(string text)
    {
        ProblemList problems = new("a.yaml");

        Assert.Null(YamlText.Read(text, problems));

        Assert.Single(problems.ToImmutable());
    }

    [Fact]
    public void Read_DeepestAllowed_IsRead()
    {
        ProblemList problems = new("a.yaml");

        Assert.NotNull(YamlText.Read("a: " + new string('[', 62) + "x" + new string(']', 62), problems));

        Assert.True(problems.IsEmpty);
    }

    [Fact]
    public void Read_MutatedText_NeverThrows()
    {
        const string Seed = "alice:\n  name: \"Alice\"\n  ai_config: { stop: ['a', \"b\"], x: |\n    text\n  }\n# end\n";
        const string Signs = "[]{}:-?&*!|>'\"%@`#,\n \t\\~\u0000\ud800<=";
        Random random = new(20_261_122);
        for (int round = 0; round < 20_000; round++)
        {
            StringBuilder text = new(Seed);
            for (int edit = 0; edit < 4; edit++)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, Signs[random.Next(Signs.Length)]),
                    _ => text.Append(text.ToString(0, at)),
                };
            }

            ProblemList problems = new("a.yaml");
            YamlMapping? root = YamlText.Read(text.ToString(), problems);
            Assert.True(root is not null ^ !problems.IsEmpty, text.ToString());
        }
    }
}
