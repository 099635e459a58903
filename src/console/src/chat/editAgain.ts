import { drafts } from './composer/drafts';
import { fieldId } from './composer/fieldId';
import { writeInput } from './composer/parseInput';
import { outbox, type OutgoingMessage } from './outbox';

/** Takes a message that did not get there back into the field, before what was typed there since. */
export function editAgain(sessionId: string, message: OutgoingMessage): void {
  drafts.set(sessionId, [writeInput(message), drafts.get(sessionId)].filter(Boolean).join('\n\n'));
  outbox.discard(sessionId, message.clientMessageId);
  document.getElementById(fieldId(sessionId))?.focus();
}
