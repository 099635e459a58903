import type { SessionEvent, TurnCancelled, TurnCompleted, TurnFailed, TurnInterrupted } from './generated/api.js';

export type TurnEnding = TurnCompleted | TurnCancelled | TurnFailed | TurnInterrupted;

/** Whether it ends its turn; each turn has exactly one such event. */
export function isEnding(event: SessionEvent): event is TurnEnding {
  switch (event.type) {
    case 'turn.completed':
    case 'turn.cancelled':
    case 'turn.failed':
    case 'turn.interrupted':
      return true;
    default:
      return false;
  }
}
