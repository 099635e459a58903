import { Badge } from '../ui/Badge';
import { Facts } from '../ui/Facts';
import type { AgentResponse } from '@aiwhisperer/client';
import { settingsInForce } from './settingsInForce';
import styles from './AgentSettings.module.css';

/** The settings in force; those that the agent's file leaves out are marked. */
export function AgentSettings({ agent }: { agent: AgentResponse }) {
  return (
    <Facts
      label={`Settings of ${agent.name}`}
      facts={settingsInForce(agent).map(({ key, value, isDefault }) => ({
        key,
        name: <code>{key}</code>,
        value: (
          <span className={styles.value}>
            {value}
            {isDefault && <Badge title="The agent's file says nothing of it: the server's default holds.">default</Badge>}
          </span>
        ),
      }))}
    />
  );
}
