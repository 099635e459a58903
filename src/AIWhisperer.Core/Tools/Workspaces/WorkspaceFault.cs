namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The errors of the file tools, in words for a model. They quote paths as the workspace knows them, never those of the host.</summary>
internal static class WorkspaceFault
{
    public const int NotFound = 2;
    public const int Exists = 17;

    private const int NotPermitted = 1;
    private const int NoDeviceThere = 6;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;
    private const int IsADirectory = 21;
    private const int NoSpace = 28;
    private const int ReadOnlyMedium = 30;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;
    private const int OverQuota = 122;

    /// <param name="error">The system's number of the error.</param>
    /// <param name="path">Of what, below the workspace's root.</param>
    public static InvalidInputException Of(int error, string path) => error switch
    {
        NotFound => Invalid(path, "does not exist. list_directory shows what is there"),
        Exists => Invalid(path, "exists already. Write it with mode 'overwrite' or 'append', or choose another name"),
        TooManyLinks => IsLink(path),
        NotADirectory => Invalid(path, "is no folder"),
        IsADirectory => Invalid(path, "is a folder, not a file"),
        NoDeviceThere => IsSpecial(path),
        AccessDenied or NotPermitted => Invalid(path, "may not be opened by the server. Choose another file"),
        NoSpace or OverQuota => Invalid(path, "could not be written: the disk is full. Do not try again before there is room"),
        ReadOnlyMedium => Invalid(path, "could not be written: the workspace can only be read"),
        NameTooLong => Invalid(path, "is too long. Give a shorter path"),
        _ => Invalid(path, $"could not be opened: the system reports error {error}"),
    };

    public static InvalidInputException IsLink(string path) =>
        Invalid(path, "is a symbolic link, and links are not followed here. Give the path of the file or folder itself");

    public static InvalidInputException IsSpecial(string path) =>
        Invalid(path, "is no ordinary file or folder but a device, a pipe or a socket. Choose another file");

    public static InvalidInputException HasOtherNames(string path) =>
        Invalid(path, "has further names (hard links), which may lie outside the workspace, so it is not written. Write a new file instead");

    /// <summary>What is wrong when something of another kind was wanted.</summary>
    public static InvalidInputException OfKind(FileKind kind, string path) => kind switch
    {
        FileKind.Link => IsLink(path),
        FileKind.Directory => Of(IsADirectory, path),
        FileKind.File => Of(NotADirectory, path),
        _ => IsSpecial(path),
    };

    public static InvalidInputException Invalid(string path, string fault) =>
        new(ErrorCodes.InvalidRequest, "path", $"The path '{WorkspacePath.Show(path)}' {fault}.");
}
