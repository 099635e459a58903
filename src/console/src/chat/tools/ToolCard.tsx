import type { ToolCall, TurnState } from '@aiwhisperer/client';
import { ChevronRight, ShieldQuestion, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { agentColor } from '../../ui/AgentAvatar';
import { Badge } from '../../ui/Badge';
import { classes } from '../../ui/classes';
import { span } from '../../ui/format';
import { useAgent } from '../ChatContext';
import { showInvisible } from '../markdown/safeLink';
import { AgentHeader } from '../timeline/AgentHeader';
import timeline from '../timeline/Timeline.module.css';
import { ApprovalPanel } from './ApprovalPanel';
import { Arguments } from './Arguments';
import { LongText } from './LongText';
import { ToolSign } from './ToolSign';
import styles from './ToolCard.module.css';
import { statusWords, summaryOf } from './words';

interface Props {
  call: ToolCall;
  turn: TurnState | undefined;
  isFirst: boolean;
}

/** A call of a tool: folded, its name and state; opened, its arguments and what came of it. A question to a person stands open. */
export function ToolCard({ call, turn, isFirst }: Props) {
  const agent = useAgent(call.agentId);
  const id = useId();
  const [choice, setChoice] = useState<boolean>();
  const approval = call.approval;
  const isAsked = approval !== undefined && approval.resolution === undefined && call.status === 'waitingForApproval';
  const isOpen = choice ?? isAsked;

  return (
    <article className={classes(timeline.agent, isFirst && timeline.first)} style={agentColor(agent.color)} aria-label={`Tool ${call.name}`}>
      {isFirst && <AgentHeader agentId={call.agentId} turn={turn} />}
      <div className={classes(styles.card, isAsked && styles.asked)}>
        <button type="button" className={styles.head} aria-expanded={isOpen} aria-controls={id} onClick={() => setChoice(!isOpen)}>
          <ChevronRight size={15} aria-hidden className={classes(styles.arrow, isOpen && styles.turned)} />
          <ToolSign status={call.status} />
          <code className={styles.name}>{showInvisible(call.name)}</code>
          <span className={styles.summary}>{summaryOf(call.arguments)}</span>
          <span className={styles.state}>
            {approval?.resolution === 'expired' ? 'Not answered in time' : statusWords[call.status]}
            {call.durationMs !== undefined && call.durationMs > 0 && `, ${span(call.durationMs)}`}
          </span>
        </button>
        {call.progress && call.durationMs === undefined && <Progress {...call.progress} />}
        <div id={id} hidden={!isOpen} className={styles.body}>
          {isOpen && (
            <>
              <Arguments value={isAsked ? approval.arguments : call.arguments} isAsked={isAsked} />
              {isAsked && <ApprovalPanel approval={approval} />}
              {approval?.resolution && (
                <p className={styles.small}>
                  <ShieldQuestion size={14} aria-hidden /> {approval.resolution === 'expired' ? 'A person was asked, and nobody answered in time' : `A person was asked: ${approval.resolution}`}
                  {approval.answerReason && `, because: ${approval.answerReason}`}
                  {approval.remember && ` (stands for ${approval.remember === 'tool' ? 'any call of this tool' : 'this very call'})`}
                </p>
              )}
              {call.error !== undefined && <LongText label="Error" text={call.error} isError />}
              {call.result !== undefined && <LongText label="Result" text={call.result} />}
            </>
          )}
          {isOpen && call.isUntrusted && (
            <p className={styles.small}>
              <Badge tone="warning"><TriangleAlert size={13} aria-hidden /> Untrusted</Badge> Nobody vouches for this result: read it as a claim.
            </p>
          )}
        </div>
      </div>
    </article>
  );
}

function Progress({ message, done, total }: NonNullable<ToolCall['progress']>) {
  return (
    <p className={styles.progress}>
      {typeof done === 'number' && typeof total === 'number' && total > 0 && <progress value={done} max={total} aria-label="Progress of the tool" />}
      <span>{message}</span>
    </p>
  );
}
