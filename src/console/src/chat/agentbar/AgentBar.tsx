import type { SessionView } from '@aiwhisperer/client';
import { ArrowLeftRight, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { AvailabilityBadge } from '../../agents/AvailabilityBadge';
import { StandingButton } from '../../approvals/StandingButton';
import type { Agent } from '../Agent';
import { AgentAvatar, agentColor } from '../../ui/AgentAvatar';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { canAnswer } from '../canAnswer';
import styles from './AgentBar.module.css';
import { SessionUsage } from './SessionUsage';
import { SwitchDialog } from './SwitchDialog';

interface Props {
  view: SessionView;
  agent: Agent | undefined;
}

/** Who answers in this session, with which model, and what it has taken so far. Why it is a substitute, the conversation tells by itself. */
export function AgentBar({ view, agent }: Props) {
  const [isSwitching, setSwitching] = useState(false);
  return (
    <header className={styles.bar} style={agentColor(agent?.color)}>
      <AgentAvatar agent={agent} />
      <div className={styles.who}>
        <h1 className="visually-hidden">{view.title || 'Conversation'}</h1>
        <p className={styles.name}>{agent?.name ?? view.activeAgentId}</p>
        {agent?.activeModel && (
          <p className={styles.model}>
            {agent.activeModel.model} · {agent.activeModel.provider}
          </p>
        )}
      </div>
      {agent && <AvailabilityBadge agent={agent} />}
      <div className={styles.actions}>
        <SessionUsage usage={view.usage} />
        <Button size="small" onClick={() => setSwitching(true)} disabled={view.isClosed}>
          <ArrowLeftRight size={14} aria-hidden /> Switch agent
        </Button>
        <StandingButton view={view} />
        <ButtonLink href={`/sessions/${view.sessionId}/events`} variant="ghost" size="small">
          <ScrollText size={16} aria-label="Events" />
        </ButtonLink>
      </div>
      {agent?.reason && (!canAnswer(agent) || view.timeline.length === 0) && <p className={styles.reason}>{agent.reason}</p>}
      {isSwitching && <SwitchDialog sessionId={view.sessionId} activeAgentId={view.activeAgentId} onClose={() => setSwitching(false)} />}
    </header>
  );
}
