import type { TurnState } from '@aiwhisperer/client';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { Badge } from '../../ui/Badge';
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
        <span className={styles.small} title={turn.provider}>
          {turn.model}
        </span>
      )}
      {turn?.fellBackBecause && (
        <Badge tone="warning" title={turn.fellBackBecause}>
          Substitute
        </Badge>
      )}
    </header>
  );
}
