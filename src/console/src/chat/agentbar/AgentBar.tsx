import type { SessionView } from '@aiwhisperer/client';
import { ArrowLeftRight, CircleHelp, ScrollText } from 'lucide-react';
import { useState } from 'react';
import type { Agent } from '../Agent';
import { AgentAvatar, agentColor } from '../../ui/AgentAvatar';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { IconButton } from '../../ui/IconButton';
import styles from './AgentBar.module.css';
import { Availability } from './Availability';
import { SessionUsage } from './SessionUsage';
import { SwitchDialog } from './SwitchDialog';

interface Props {
  view: SessionView;
  agent: Agent | undefined;
  onHelp: () => void;
}

/** Who answers in this session, with which model, and what it has taken so far. */
export function AgentBar({ view, agent, onHelp }: Props) {
  const [isSwitching, setSwitching] = useState(false);
  return (
    <header className={styles.bar} style={agentColor(agent?.color)}>
      <AgentAvatar agent={agent} />
      <div className={styles.who}>
        <h1 className={styles.title}>{view.title || 'Conversation'}</h1>
        <p className={styles.model}>
          <span className={styles.name}>{agent?.name ?? view.activeAgentId}</span>
          {agent?.activeModel && (
            <span>
              {agent.activeModel.model} · {agent.activeModel.provider}
            </span>
          )}
        </p>
      </div>
      {agent && <Availability availability={agent.availability} reason={agent.reason} />}
      <div className={styles.actions}>
        <SessionUsage usage={view.usage} />
        <Button size="small" onClick={() => setSwitching(true)} disabled={view.isClosed}>
          <ArrowLeftRight size={14} aria-hidden /> Switch agent
        </Button>
        <ButtonLink href={`/sessions/${view.sessionId}/events`} variant="ghost" size="small">
          <ScrollText size={16} aria-label="Events" />
        </ButtonLink>
        <IconButton label="Commands and keys" size="small" onClick={onHelp}>
          <CircleHelp aria-hidden />
        </IconButton>
      </div>
      {agent && agent.availability !== 'available' && agent.reason && <p className={styles.reason}>{agent.reason}</p>}
      {isSwitching && <SwitchDialog sessionId={view.sessionId} activeAgentId={view.activeAgentId} onClose={() => setSwitching(false)} />}
    </header>
  );
}
