using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AIWhisperer.ServerHarness;

/// <summary>Reads a problem and holds it to what all problems promise.</summary>
public static class ProblemReading
{
    public static async Task<JsonElement> ReadProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var token = TestContext.Current.CancellationToken;
        var text = await response.Content.ReadAsStringAsync(token);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(token);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    public static string? Field(this JsonElement problem) => problem.TryGetProperty("field", out var field) ? field.GetString() : null;
}
