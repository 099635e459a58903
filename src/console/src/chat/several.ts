import { randomId } from './randomId';

// The name of a message stands in the session's log: what was asked together stays together, in every tab and after a reload.
const prefix = 'several:';

/** The names of the messages that put one question to several agents. */
export function nameSeveral(agentIds: readonly string[]): { agentId: string; clientMessageId: string }[] {
  const group = randomId();
  return agentIds.map((agentId) => ({ agentId, clientMessageId: `${prefix}${group}:${agentId}` }));
}

/** What a message's name has in common with those of the messages that it was asked with; undefined when it was asked alone. */
export function severalOf(clientMessageId: string | null | undefined): string | undefined {
  return clientMessageId?.startsWith(prefix) ? clientMessageId.slice(0, clientMessageId.indexOf(':', prefix.length)) : undefined;
}
