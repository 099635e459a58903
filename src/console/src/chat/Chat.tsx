import type { SessionView } from '@aiwhisperer/client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { AgentBar } from './agentbar/AgentBar';
import { switchTo } from './agentbar/switchTo';
import { useAgentShortcuts } from './agentbar/useAgentShortcuts';
import { Announcer } from './Announcer';
import type { Agent } from './Agent';
import { ChatContext } from './ChatContext';
import { ChatComposer } from './composer/ChatComposer';
import styles from './ChatPage.module.css';
import { outbox, type OutgoingMessage } from './outbox';
import { buildRows } from './timeline/rows';
import { EmptyTimeline } from './timeline/EmptyTimeline';
import { Timeline } from './timeline/Timeline';
import { useStop } from './useStop';

/** A conversation as it is now: who answers, what was said, and where to say more. */
export function Chat({ view, agents }: { view: SessionView; agents: readonly Agent[] }) {
  const { sessionId } = view;
  const outgoing = useSyncExternalStore(outbox.subscribe, () => outbox.get(sessionId));
  const unseen = useUnseen(view, outgoing);
  const rows = useMemo(() => buildRows(view, unseen), [view, unseen]);
  const scope = useMemo(() => ({ sessionId, agents: new Map(agents.map((agent) => [agent.id, agent])) }), [sessionId, agents]);
  const active = view.activeAgentId === undefined ? undefined : scope.agents.get(view.activeAgentId);
  const stop = useStop(view);
  useAgentShortcuts(agents, (agent) => {
    if (!view.isClosed && agent.id !== view.activeAgentId) {
      void switchTo(sessionId, agent);
    }
  });

  return (
    <ChatContext value={scope}>
      <div className={styles.chat}>
        <AgentBar view={view} agent={active} />
        {rows.length === 0 ? <EmptyTimeline agent={active} /> : <Timeline rows={rows} />}
        <div className={styles.foot}>
          {view.isDraining && (
            <p className={styles.banner} role="status">
              The server is stopping. This page goes on by itself when it is back.
            </p>
          )}
          <ChatComposer view={view} agents={agents} active={active} stop={stop} />
        </div>
        <Announcer view={view} />
      </div>
    </ChatContext>
  );
}

/** The messages on their way whose events are not there. The others leave the outbox. */
function useUnseen({ sessionId, timeline }: SessionView, outgoing: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  const unseen = useMemo(() => {
    if (outgoing.length === 0) {
      return outgoing;
    }

    const names = new Set(timeline.map((item) => (item.kind === 'user' ? item.clientMessageId : undefined)));
    return outgoing.filter((message) => !names.has(message.clientMessageId));
  }, [timeline, outgoing]);

  useEffect(() => {
    if (unseen.length < outgoing.length) {
      outbox.keep(sessionId, unseen);
    }
  }, [sessionId, unseen, outgoing]);

  return unseen;
}
