import { AgentAvatar } from '../ui/AgentAvatar';
import styles from './AgentName.module.css';
import { useAgentList } from './useAgentList';

/** An agent's sign and name; its id where it is not known any more. */
export function AgentName({ agentId }: { agentId: string }) {
  const agent = useAgentList().data?.agents.find((one) => one.id === agentId);
  return (
    <span className={styles.agent}>
      <AgentAvatar agent={agent} size="small" />
      <span className={styles.name}>{agent?.name ?? agentId}</span>
    </span>
  );
}
