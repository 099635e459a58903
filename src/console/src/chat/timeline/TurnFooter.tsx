import type { TurnState } from '@aiwhisperer/client';
import { CircleAlert } from 'lucide-react';
import { dollars, span, tokens } from '../../ui/format';
import styles from './Timeline.module.css';
import { remedyOf } from './remedies';

/** How a turn ended, and what it took. */
export function TurnFooter({ turn }: { turn: TurnState }) {
  const { usage, timings, error } = turn;
  const facts = [
    turn.provider && turn.model && `${turn.provider}/${turn.model}`,
    usage && tokens(usage.inputTokens + usage.outputTokens),
    usage && (typeof usage.costUsd === 'number' ? dollars(usage.costUsd) : 'cost not known'),
    typeof timings?.firstTokenMs === 'number' && `first token ${span(timings.firstTokenMs)}`,
    timings && span(timings.totalMs),
  ].filter(Boolean);

  return (
    <div className={styles.footer} role="group" aria-label="End of the turn">
      {error && (
        <div className={styles.failure} role="group" aria-label="The turn failed">
          <CircleAlert size={18} aria-hidden />
          <div>
            <p>{error.message}</p>
            <p className={styles.small}>
              {remedyOf(error.code, error.retryable)} <code>{error.code}</code>
            </p>
          </div>
        </div>
      )}
      <p className={styles.facts} title={usage ? `${usage.inputTokens} tokens in, ${usage.outputTokens} out` : undefined}>
        {endingOf(turn) && <strong>{endingOf(turn)}</strong>}
        {facts.map((fact, index) => (
          <span key={index}>{fact}</span>
        ))}
      </p>
    </div>
  );
}

/** In words, what a person should know of the ending; nothing where the agent just answered. */
function endingOf(turn: TurnState): string | undefined {
  switch (turn.status) {
    case 'cancelled':
      return turn.replacedBy ? 'Stopped for the next message' : turn.cancelledBy === 'user' ? 'Stopped by you' : 'Stopped by the server';
    case 'failed':
      return 'Failed';
    case 'interrupted':
      return 'Interrupted: the server stopped. Send the message again.';
    default:
      return turn.finishReason ? finishes[turn.finishReason] : undefined;
  }
}

const finishes: Readonly<Record<string, string>> = {
  length: 'Ended at the limit of tokens: the answer may be incomplete',
  contentFilter: 'Ended by the provider’s content filter',
  empty: 'The model gave no answer',
  onlyReasoning: 'The model reasoned and gave no answer',
  maxIterations: 'Ended at the limit of model calls',
  toolLoop: 'Ended: the model repeated the same tool call',
};
