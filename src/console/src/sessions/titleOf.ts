import type { SessionRecord } from '@aiwhisperer/client';

/** What a session is called. */
export function titleOf({ title }: Pick<SessionRecord, 'title'>): string {
  return title.trim() || 'Untitled conversation';
}
