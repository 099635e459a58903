namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Checks of arguments that several tools take.</summary>
internal static class WalkArguments
{
    public static void CheckDepth(int maxDepth) => Check("max_depth", maxDepth, 1, WorkspaceWalk.DeepestDepth);

    public static void Check(string field, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, field, $"{field} is {value}. Give a number from {least} to {most}.");
        }
    }

    public static Glob ParseGlob(string field, string pattern) => pattern.Length > 0 && Glob.Parse(pattern) is { } glob
        ? glob
        : throw new InvalidInputException(
            ErrorCodes.InvalidRequest,
            field,
            $"{field} is no pattern for paths. Give one such as *.cs or src/**/*.md, with at most {Glob.MaxLength} characters and every '[' closed.");
}
