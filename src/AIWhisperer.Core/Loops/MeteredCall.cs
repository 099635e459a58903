using System.Text;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>What one model has answered to one call so far. One reader fills it.</summary>
/// <param name="model">The model.</param>
/// <param name="keepsText">Whether the text is needed, not only its size.</param>
internal sealed class MeteredCall(ModelReference model, bool keepsText)
{
    private readonly StringBuilder? _text = keepsText ? new StringBuilder() : null;

    public ModelReference Model => model;

    /// <summary>Whether anything came that a person or a tool can see.</summary>
    public bool HasVisible => OutputBytes > 0;

    public bool HasToolCalls { get; private set; }

    /// <summary>The size of all text, reasoning and tool calls, in UTF-8.</summary>
    public long OutputBytes { get; private set; }

    /// <summary>What the provider counted; the last count is of the whole call.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>The answer's text; empty when it is not kept.</summary>
    public string Text => _text?.ToString() ?? "";

    public void Take(ChatResponseUpdate update)
    {
        // By index: an enumerator would be one allocation for every token.
        for (var index = 0; index < update.Contents.Count; index++)
        {
            switch (update.Contents[index])
            {
                case TextContent text:
                    OutputBytes += Encoding.UTF8.GetByteCount(text.Text);
                    _text?.Append(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    OutputBytes += Encoding.UTF8.GetByteCount(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    HasToolCalls = true;
                    OutputBytes += TokenEstimate.BytesOf(call);
                    break;
                case UsageContent usage:
                    Usage = usage.Details;
                    break;
            }
        }
    }
}
