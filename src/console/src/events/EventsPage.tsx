import { Download, Pause, Play } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/Button';
import { download } from '../ui/download';
import { EmptyState } from '../ui/EmptyState';
import { ErrorNote } from '../ui/ErrorNote';
import { ErrorState } from '../ui/ErrorState';
import { counted, whole } from '../ui/format';
import { Skeleton } from '../ui/Skeleton';
import { EventDetail } from './EventDetail';
import { EventFilters } from './EventFilters';
import { EventList } from './EventList';
import styles from './EventsPage.module.css';
import { everything, filterEvents } from './eventFilter';
import type { LogSnapshot } from './eventLog';
import { filterChoices } from './filterChoices';
import { useEventLog } from './useEventLog';

export function EventsPage({ sessionId }: { sessionId: string }) {
  const log = useEventLog(sessionId);
  const [paused, setPaused] = useState<LogSnapshot>();
  const [filter, setFilter] = useState(everything);
  const [place, setPlace] = useState<number>();

  const { rows, forgotten } = paused ?? log;
  // Searching many thousand events takes a while: the key just pressed is shown first.
  const searched = useDeferredValue(filter);
  const shown = useMemo(() => filterEvents(rows, searched), [rows, searched]);
  const choices = useMemo(() => filterChoices(rows), [rows]);
  const selected = place === undefined ? undefined : rows[place - forgotten];
  const newer = paused ? log.rows.length + log.forgotten - paused.rows.length - paused.forgotten : 0;

  const save = () =>
    download(
      `events-${sessionId}.jsonl`,
      'application/jsonl',
      shown.map((row) => `${JSON.stringify(row.event)}\n`),
    );

  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>Events</h1>
          <p className={styles.about}>
            <Link href={`/sessions/${sessionId}`}>Back to the conversation</Link>
            <span role="status">{countInWords(shown.length, rows.length, forgotten)}</span>
          </p>
        </div>
        <div className={styles.actions}>
          <Button aria-pressed={paused !== undefined} onClick={() => setPaused(paused ? undefined : log)}>
            {paused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
            {paused ? `Go on${newer > 0 ? ` (${whole(newer)} new)` : ''}` : 'Pause'}
          </Button>
          <Button onClick={save} disabled={shown.length === 0}>
            <Download size={16} aria-hidden /> JSON lines
          </Button>
        </div>
      </header>
      <EventFilters filter={filter} onChange={setFilter} choices={choices} />
      {log.error != null && rows.length > 0 && (
        <div className={styles.fault}>
          <ErrorNote error={log.error} />
          <Button size="small" onClick={log.retry}>
            Try again
          </Button>
        </div>
      )}
      {log.hasEnded && log.error == null && <p className={styles.about}>The session is closed: no more events come.</p>}
      <div className={selected ? styles.split : styles.single}>
        {rows.length === 0 ? (
          log.error != null ? (
            <ErrorState title="The events could not be loaded" error={log.error} onRetry={log.retry} />
          ) : (
            <Skeleton label="Loading the events" lines={8} />
          )
        ) : shown.length === 0 ? (
          <EmptyState title="No event fits the filter" remedy="Shorten the text, or choose another type, agent or turn." />
        ) : (
          <EventList rows={shown} selected={selected} onSelect={(row) => setPlace(row.place)} />
        )}
        {selected && (
          <EventDetail row={selected} onClose={() => setPlace(undefined)} onlyTurn={(turnId) => setFilter({ ...everything, turnId })} />
        )}
      </div>
    </div>
  );
}

function countInWords(shown: number, all: number, forgotten: number): string {
  const count = shown === all ? counted(all, 'row') : `${whole(shown)} of ${counted(all, 'row')}`;
  return forgotten > 0 ? `${count}, the ${whole(forgotten)} oldest let go` : count;
}
