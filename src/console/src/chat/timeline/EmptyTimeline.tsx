import { AgentAvatar } from '../../ui/AgentAvatar';
import type { Agent } from '../Agent';
import styles from './EmptyTimeline.module.css';

/** A conversation in which nothing was said. */
export function EmptyTimeline({ agent }: { agent: Agent | undefined }) {
  return (
    <div className={styles.empty}>
      <AgentAvatar agent={agent} size="large" />
      <h2>{agent ? `${agent.name} is ready` : 'Nothing was said yet'}</h2>
      <p>{agent?.description}</p>
      <p className={styles.hint}>Write a message below. Type / for commands, or @ to ask another agent.</p>
    </div>
  );
}
