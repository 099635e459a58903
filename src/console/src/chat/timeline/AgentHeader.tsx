import type { TurnState } from '@aiwhisperer/client';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { useAgent } from '../ChatContext';
import styles from './Timeline.module.css';

/** Who speaks, and the model that does. */
export function AgentHeader({ agentId, turn }: { agentId: string | undefined; turn: TurnState | undefined }) {
  const agent = useAgent(agentId);
  return (
    <header className={styles.speaker}>
      <AgentAvatar agent={agent} size="small" />
      <strong>{agent.name}</strong>
      {turn?.model && (
        <span className={styles.small} title={turn.fellBackBecause ?? turn.provider}>
          {turn.model}
          {turn.fellBackBecause && ', a substitute'}
        </span>
      )}
    </header>
  );
}
