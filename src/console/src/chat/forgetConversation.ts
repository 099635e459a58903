import { drafts } from './composer/drafts';
import { outbox } from './outbox';

/** Keeps nothing of what a person typed into a conversation: it is gone. */
export function forgetConversation(sessionId: string): void {
  drafts.set(sessionId, '');
  outbox.keep(sessionId, []);
}
