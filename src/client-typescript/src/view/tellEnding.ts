import type { TurnEnding } from '../events.js';
import type { FinishReason } from '../generated/api.js';
import type { Notice } from './view.js';

const unusual: Partial<Record<FinishReason, string>> = {
  length: 'The answer reached its limit of tokens and may be cut short.',
  contentFilter: 'The provider withheld the rest of the answer.',
  empty: 'The model stopped without a word.',
  onlyReasoning: 'The model reasoned, and stopped without an answer.',
  maxIterations: 'The turn used all the model calls that it may make.',
  toolLoop: 'The model made the same tool call again and again, and was stopped.',
};

/** What is to be said of how a turn ended; nothing of one that went as it should. */
export function tellEnding(event: TurnEnding): Pick<Notice, 'text' | 'level'> | undefined {
  switch (event.type) {
    case 'turn.completed': {
      const text = unusual[event.finishReason];
      return text === undefined ? undefined : { level: 'warning', text };
    }
    case 'turn.cancelled':
      return { level: 'info', text: cancelled(event) };
    case 'turn.failed':
      return { level: 'error', text: event.error.message };
    case 'turn.interrupted':
      return { level: 'warning', text: `The turn was interrupted. ${event.reason}` };
  }
}

function cancelled({ by, replacedBy, rolledBack }: Extract<TurnEnding, { type: 'turn.cancelled' }>): string {
  if (rolledBack) {
    return 'The turn was rolled back: the conversation goes on as if it had never been.';
  }

  if (replacedBy !== undefined) {
    return 'The turn was stopped by a newer message.';
  }

  return by === 'user' ? 'You stopped the turn.' : 'The turn was stopped by the server.';
}
