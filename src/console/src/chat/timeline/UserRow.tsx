import type { TurnState, UserMessage } from '@aiwhisperer/client';
import { CornerDownRight } from 'lucide-react';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { Badge } from '../../ui/Badge';
import { PlainText } from '../markdown/PlainText';
import { useAgent } from '../ChatContext';
import { CancelTurn } from './CancelTurn';
import styles from './Timeline.module.css';

/** What a person said, and where its turn stands in the line. */
export function UserRow({ message, turn, isToAnother }: { message: UserMessage; turn: TurnState | undefined; isToAnother: boolean }) {
  const agent = useAgent(message.agentId);
  return (
    <article className={styles.user} aria-label="You">
      <div className={styles.bubble} dir="auto">
        <PlainText text={message.text} />
      </div>
      <div className={styles.under}>
        {message.steers && (
          <span className={styles.small}>
            <CornerDownRight size={14} aria-hidden /> {message.wasGiven ? 'Added to the running turn' : 'Joins the running turn with its next step'}
          </span>
        )}
        {isToAnother && (
          <span className={styles.small}>
            to <AgentAvatar agent={agent} size="small" /> {agent.name}
          </span>
        )}
        {turn?.status === 'queued' && !message.steers && (
          <>
            <Badge tone="accent">{turn.position ? `Waits: number ${turn.position} in line` : 'Waits'}</Badge>
            <CancelTurn turnId={turn.turnId} label="Take it out of the line" />
          </>
        )}
      </div>
    </article>
  );
}
