using System.Collections.Concurrent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>The questions of one session whose calls wait in this process. Thread-safe.</summary>
public sealed class ApprovalDesk
{
    private readonly ConcurrentDictionary<string, ApprovalQuestion> _questions = new(StringComparer.Ordinal);

    /// <summary>Those without an answer.</summary>
    internal IEnumerable<ApprovalQuestion> Open => _questions.Values.Where(question => !question.IsAnswered);

    /// <summary>Those that clients can know of.</summary>
    internal IEnumerable<ApprovalQuestion> Put => Open.Where(question => question.IsPut);

    internal void Add(ApprovalQuestion question) => _questions[question.Asked.ApprovalId] = question;

    internal void Close(ApprovalQuestion question) => _questions.TryRemove(question.Asked.ApprovalId, out _);

    internal ApprovalQuestion? Find(string approvalId) => _questions.GetValueOrDefault(approvalId);
}
