import { ProblemList } from '../configuration/ProblemList';
import { AgentAvatar } from '../ui/AgentAvatar';
import { Badge } from '../ui/Badge';
import { Disclosure } from '../ui/Disclosure';
import { Keys } from '../ui/Keys';
import { Note } from '../ui/Note';
import { Panel } from '../ui/Panel';
import type { AgentResponse } from '@aiwhisperer/client';
import styles from './AgentCard.module.css';
import { AgentSettings } from './AgentSettings';
import { AgentTools } from './AgentTools';
import { AvailabilityBadge } from './AvailabilityBadge';
import { ModelChain } from './ModelChain';
import { NewConversationButton } from './NewConversationButton';

const states = {
  valid: undefined,
  stale: 'Its file has errors: the last good definition stays in service until they are mended.',
  invalid: 'Its file has errors and there is no earlier definition: it cannot be used until they are mended.',
} as const;

export function AgentCard({ agent }: { agent: AgentResponse }) {
  const { problems } = agent;
  return (
    <Panel
      label={agent.name}
      title={
        <>
          <AgentAvatar agent={agent} size="large" />
          <span>
            {agent.name}
            <span className={styles.role}>
              <code>{agent.id}</code>
              {agent.role && ` · ${agent.role}`}
              {agent.revision && (
                <>
                  {' · revision '}
                  <code>{agent.revision}</code>
                </>
              )}
              {agent.shortcut && (
                <>
                  {' · '}
                  <Keys keys={`Alt+${agent.shortcut.toUpperCase()}`} />
                </>
              )}
            </span>
          </span>
        </>
      }
      aside={
        <>
          {agent.state === 'stale' && <Badge tone="warning">last good kept</Badge>}
          <AvailabilityBadge agent={agent} />
          <NewConversationButton agent={agent} />
        </>
      }
    >
      {agent.description && <p className={styles.description}>{agent.description}</p>}
      {agent.settings && <ModelChain models={agent.settings.models} active={agent.activeModel} />}
      {states[agent.state] ? <Note tone="danger">{states[agent.state]}</Note> : agent.reason && <Note tone={agent.availability === 'degraded' ? 'info' : 'warning'}>{agent.reason}</Note>}
      {problems.length > 0 && <ProblemList label={`Problems of ${agent.name}`} problems={problems} />}
      <div className={styles.more}>
        {agent.settings && <Disclosure title="Settings in force">{() => <AgentSettings agent={agent} />}</Disclosure>}
        <Disclosure title={`Tools (${agent.tools.length})`}>{() => <AgentTools agentId={agent.id} />}</Disclosure>
      </div>
    </Panel>
  );
}
