import type { SessionRecord } from '@aiwhisperer/client';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useRoute } from 'wouter';
import { useAgents } from '../agents/useAgents';
import { Button } from '../ui/Button';
import { ErrorState } from '../ui/ErrorState';
import { Skeleton } from '../ui/Skeleton';
import { TextField } from '../ui/TextField';
import { DeleteSession } from './DeleteSession';
import { MoreSessions } from './MoreSessions';
import { SessionItem } from './SessionItem';
import styles from './SessionList.module.css';
import { useSessions } from './useSessions';
import { useWaitingSessions } from './useWaitingSessions';

/** The caller's sessions: found by title, opened, renamed, deleted. */
export function SessionList() {
  const [, route] = useRoute('/sessions/:sessionId/*?');
  const [search, setSearch] = useState('');
  const [deleted, setDeleted] = useState<SessionRecord>();
  const [focused, setFocused] = useState<string>();
  const sessions = useSessions(useDeferredValue(search.trim()));
  const waiting = useWaitingSessions();
  const agents = useAgents();

  const rows = sessions.data?.pages.flatMap((page) => page.sessions) ?? [];
  const isRow = (id: string | undefined) => rows.some((row) => row.id === id);
  // One stop of the Tab key for the whole list.
  const reachable = isRow(focused) ? focused : isRow(route?.sessionId) ? route?.sessionId : rows[0]?.id;

  return (
    <section className={styles.sessions} aria-label="Conversations">
      <div className={styles.search}>
        <Search aria-hidden className={styles.sign} />
        <TextField
          label="Search conversations"
          isLabelHidden
          type="search"
          placeholder="Search conversations"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === 'ArrowDown' && focusLink(event.currentTarget.closest('section')!, 0)}
        />
      </div>
      <div className={styles.scroller}>
        {sessions.isPending && <Skeleton lines={5} label="Loading the conversations" />}
        {sessions.isError && rows.length === 0 && (
          <ErrorState title="The conversations could not be loaded" error={sessions.error} onRetry={() => void sessions.refetch()} />
        )}
        {sessions.isSuccess && rows.length === 0 && (
          <p className={styles.empty}>
            {search ? (
              <>
                No title holds “{search}”. <Button size="small" variant="ghost" onClick={() => setSearch('')}>Show all</Button>
              </>
            ) : (
              'Your conversations will be listed here. Say something to start the first one.'
            )}
          </p>
        )}
        <ul className={styles.list} onKeyDown={moveFocus}>
          {rows.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              agent={agents.data?.find(({ id }) => id === session.activeAgentId)}
              waiting={waiting.get(session.id) ?? 0}
              isOpen={session.id === route?.sessionId}
              isReachable={session.id === reachable}
              onFocus={() => setFocused(session.id)}
              onDelete={() => setDeleted(session)}
            />
          ))}
        </ul>
        {sessions.hasNextPage && <MoreSessions isLoading={sessions.isFetchingNextPage} onMore={() => void sessions.fetchNextPage()} />}
      </div>
      <DeleteSession session={deleted} isOpenPage={deleted?.id === route?.sessionId} onClose={() => setDeleted(undefined)} />
    </section>
  );
}

/** The arrow keys, Home and End go from link to link. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const links = linksOf(event.currentTarget);
  const at = links.findIndex((link) => link === event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at >= 0 && to !== undefined) {
    event.preventDefault();
    links[to]?.focus();
  }
}

function focusLink(container: Element, index: number): void {
  linksOf(container)[index]?.focus();
}

function linksOf(container: Element): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>('li > a')];
}
