import { useId } from 'react';
import { AgentAvatar, agentColor } from '../ui/AgentAvatar';
import { AvailabilityBadge } from '../agents/AvailabilityBadge';
import type { Agent } from './Agent';
import { AgentKeys } from './agentbar/AgentKeys';
import { canAnswer } from './canAnswer';
import styles from './AgentChoice.module.css';

interface Props {
  agents: readonly Agent[];
  chosen: string | undefined;
  onChoose: (agentId: string) => void;
}

/** The agents as cards, one of them chosen. */
export function AgentChoice({ agents, chosen, onChoose }: Props) {
  const name = useId();
  return (
    <fieldset className={styles.agents}>
      <legend className="visually-hidden">Who answers?</legend>
      {agents.map((agent) => (
        <label key={agent.id} className={styles.card} style={agentColor(agent.color)}>
          <input type="radio" className="visually-hidden" name={name} checked={agent.id === chosen} onChange={() => onChoose(agent.id)} />
          <AgentAvatar agent={agent} />
          <span className={styles.text}>
            <strong>{agent.name}</strong>
            <span className={styles.about}>{agent.description}</span>
            <span className={styles.model}>
              {agent.activeModel && <code>{agent.activeModel.model}</code>}
              {!canAnswer(agent) && <AvailabilityBadge agent={agent} />}
              <AgentKeys agent={agent} />
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
