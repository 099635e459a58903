import { AgentAvatar } from '../ui/AgentAvatar';
import styles from './AgentName.module.css';
import { useAgents } from './useAgents';

/** An agent's sign and name; its id where it is not known any more. */
export function AgentName({ agentId }: { agentId: string }) {
  const agent = useAgents().data?.find((one) => one.id === agentId);
  return (
    <span className={styles.agent}>
      <AgentAvatar agent={agent} size="small" />
      <span className={styles.name}>{agent?.name ?? agentId}</span>
    </span>
  );
}
