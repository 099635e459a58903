import { useEffect, useState, useSyncExternalStore } from 'react';
import { client } from '../server';
import { EventLog, type LogSnapshot } from './eventLog';

interface FollowedLog extends LogSnapshot {
  /** What cannot heal by itself. */
  readonly error: unknown;
  /** True once no more events come: the session was closed, or there is an error. */
  readonly hasEnded: boolean;
  readonly retry: () => void;
}

/** All events of a session on all channels, from the first one on, and those to come. */
export function useEventLog(sessionId: string): FollowedLog {
  const [log] = useState(() => new EventLog());
  const [attempt, setAttempt] = useState(0);
  const [end, setEnd] = useState<{ error: unknown }>();
  const snapshot = useSyncExternalStore(log.subscribe, log.get);

  useEffect(() => {
    const leaving = new AbortController();
    const finish = (error: unknown) => leaving.signal.aborted || setEnd({ error });
    const follow = async () => {
      try {
        const events = client.attach(sessionId, { after: log.lastSeq, channels: ['final', 'commentary', 'analysis'], signal: leaving.signal });
        for await (const event of events) {
          if (leaving.signal.aborted) {
            return;
          }

          log.push(event);
        }

        finish(undefined);
      } catch (error) {
        finish(error);
      }
    };
    setEnd(undefined);
    void follow();
    return () => leaving.abort();
  }, [log, sessionId, attempt]);

  return { ...snapshot, error: end?.error, hasEnded: end !== undefined, retry: () => setAttempt((count) => count + 1) };
}
