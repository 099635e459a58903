using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// News of a call itself, sent as content of an update among those of the answer: in the order in which things happen, and through every
/// decorator. No part of the answer.
/// </summary>
public abstract class ProviderNotice : AIContent;
