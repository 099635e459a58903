import type { MessageDelta, SessionEvent } from '../generated/api.js';
import type { Draft } from './Draft.js';
import { placeOf } from './placeOf.js';

export function takeMessage(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'message.added':
      draft.append({
        kind: 'user',
        key: event.messageId,
        ...placeOf(event),
        messageId: event.messageId,
        clientMessageId: event.clientMessageId,
        text: event.text,
        steers: event.steers ?? false,
        wasGiven: false,
        isRolledBack: false,
      });
      break;
    case 'message.delta':
      takeDelta(draft, event);
      break;
    case 'message.completed':
      draft.drop(event.messageId);
      draft.append({
        kind: 'agent',
        key: event.messageId,
        ...placeOf(event),
        messageId: event.messageId,
        channel: event.channel,
        text: event.text,
        isStreaming: false,
        isPartial: event.partial ?? false,
        isRolledBack: false,
      });
      break;
    case 'message.dropped':
      draft.drop(event.messageId);
      break;
    case 'turn.steered':
      for (const message of event.messageIds.map((messageId) => draft.find('user', messageId))) {
        if (message) {
          draft.replace(message, { ...message, wasGiven: true });
        }
      }

      break;
  }
}

function takeDelta(draft: Draft, delta: MessageDelta): void {
  const before = draft.written(delta.messageId);
  const text = before?.text ?? '';
  // A piece that begins beyond the end cannot be placed; the whole text comes at the end.
  if (delta.offset <= text.length) {
    draft.write({
      kind: 'agent',
      key: delta.messageId,
      ...(before ?? placeOf(delta)),
      messageId: delta.messageId,
      channel: delta.channel,
      text: delta.offset === text.length ? text + delta.text : text.slice(0, delta.offset) + delta.text,
      isStreaming: true,
      isPartial: false,
      isRolledBack: false,
    });
  }
}
