import type { WaitingApproval } from '@aiwhisperer/client';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { AgentName } from '../agents/AgentName';
import { useAgents } from '../agents/useAgents';
import { ChatContext } from '../chat/ChatContext';
import { ApprovalPanel } from '../chat/tools/ApprovalPanel';
import { Arguments } from '../chat/tools/Arguments';
import { titleOf } from '../sessions/titleOf';
import { RelativeTime } from '../ui/RelativeTime';
import styles from './ApprovalsPage.module.css';
import { approvalOf } from './approvalOf';
import { approvalsKey } from './useApprovals';

/** A question of one conversation, as that shows it. */
export function ApprovalItem({ waiting: { sessionId, sessionTitle, approval } }: { waiting: WaitingApproval }) {
  const queries = useQueryClient();
  const { data: agents } = useAgents();
  const scope = useMemo(() => ({ sessionId, agents: new Map(agents?.map((agent) => [agent.id, agent])) }), [sessionId, agents]);
  const title = titleOf({ title: sessionTitle });
  const goOn = () => {
    // The question goes, and the focus with it.
    document.querySelector('main')?.focus();
    void queries.invalidateQueries({ queryKey: approvalsKey });
  };

  return (
    <ChatContext value={scope}>
      <article className={styles.item} aria-label={title}>
        <header className={styles.header}>
          <Link href={`/sessions/${sessionId}`} className={styles.title}>
            {title}
          </Link>
          <AgentName agentId={approval.agentId} />
          <span className={styles.age}>
            <RelativeTime at={approval.askedAt} />
          </span>
        </header>
        <Arguments value={approval.arguments} isAsked />
        <ApprovalPanel approval={approvalOf(approval)} onAnswered={goOn} />
      </article>
    </ChatContext>
  );
}
