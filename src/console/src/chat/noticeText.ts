import type { Notice } from '@aiwhisperer/client';

/** What a notice says, with the agents called by their names. */
export function noticeText({ text, switched }: Notice, nameOf: (agentId: string) => string): string {
  if (!switched) {
    return text;
  }

  const because = switched.reason ? `: ${switched.reason}` : '.';
  return `${nameOf(switched.to)} takes over from ${nameOf(switched.from)}${because}`;
}
