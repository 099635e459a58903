import { useSession } from '@aiwhisperer/client/react';
import { useEffect } from 'react';
import { ButtonLink } from '../ui/ButtonLink';
import { ErrorState } from '../ui/ErrorState';
import { Skeleton } from '../ui/Skeleton';
import { useAgents } from '../agents/useAgents';
import { client } from '../server';
import { Chat } from './Chat';
import { forgetConversation } from './forgetConversation';
import styles from './ChatPage.module.css';

const channels = ['final', 'commentary', 'analysis'] as const;

/** One conversation. */
export function ChatPage({ sessionId }: { sessionId: string }) {
  const { view, status, error } = useSession(client, sessionId, { channels: [...channels] });
  const agents = useAgents();

  const isGone = error?.code === 'session_not_found';

  useEffect(() => {
    if (isGone) {
      forgetConversation(sessionId);
    }
  }, [sessionId, isGone]);

  if (status === 'failed') {
    return (
      <ErrorState error={error} title="This conversation cannot be shown">
        <ButtonLink href="/" variant="primary">
          Start a new conversation
        </ButtonLink>
      </ErrorState>
    );
  }

  return status === 'loading' && view.timeline.length === 0 ? (
    <div className={styles.loading}>
      <Skeleton lines={6} label="Loading the conversation" />
    </div>
  ) : (
    <Chat view={view} agents={agents.data ?? []} />
  );
}
