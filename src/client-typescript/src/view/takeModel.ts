import type { SessionEvent } from '../generated/api.js';
import type { Draft } from './Draft.js';
import { placeOf } from './placeOf.js';

export function takeModel(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'model.queued':
      draft.changeTurn(event.turnId, { waitsFor: { name: event.waitsFor, position: event.position } });
      return;
    case 'model.retried':
      draft.notice({
        ...placeOf(event),
        event: event.type,
        level: 'warning',
        text: `${event.model} failed and is asked again, attempt ${event.attempt + 1}. ${event.reason}`,
      });
      break;
    case 'model.fellBack': {
      const slash = event.to.indexOf('/');
      draft.changeTurn(event.turnId, {
        provider: event.to.slice(0, slash),
        model: event.to.slice(slash + 1),
        fellBackBecause: event.reason,
      });
      draft.notice({ ...placeOf(event), event: event.type, level: 'warning', text: `${event.to} answers instead of ${event.from}. ${event.reason}` });
      break;
    }
  }

  if (event.turnId !== undefined && draft.turn(event.turnId)?.waitsFor && event.type !== 'message.added') {
    draft.changeTurn(event.turnId, { waitsFor: undefined });
  }
}
