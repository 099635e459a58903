import type { TurnState } from '@aiwhisperer/client';
import { agentColor } from '../../ui/AgentAvatar';
import { classes } from '../../ui/classes';
import { useAgent } from '../ChatContext';
import { AgentHeader } from './AgentHeader';
import styles from './Timeline.module.css';

/** An agent at work, before anything of it is seen. */
export function WaitingRow({ turn, isFirst }: { turn: TurnState; isFirst: boolean }) {
  const agent = useAgent(turn.agentId);
  const waits = turn.waitsFor;
  return (
    <div className={classes(styles.agent, isFirst && styles.first)} style={agentColor(agent.color)}>
      {isFirst && <AgentHeader agentId={turn.agentId} turn={turn} />}
      <p className={styles.waiting}>
        <span className={styles.dots} aria-hidden>
          <i />
          <i />
          <i />
        </span>
        <span>{waits ? `Waits for ${waits.name}: number ${waits.position} in line` : `${agent.name} is at work`}</span>
      </p>
    </div>
  );
}
