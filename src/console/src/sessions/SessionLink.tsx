import { Link } from 'wouter';
import { titleOf } from './titleOf';
import { useSessionRecord } from './useSessionRecord';

/** A link to a session by its title. One that is gone is told so: what it used is still counted. */
export function SessionLink({ sessionId }: { sessionId: string }) {
  const { data, error } = useSessionRecord(sessionId);
  return (error as { status?: number } | null)?.status === 404 ? (
    <span title={sessionId}>Deleted conversation</span>
  ) : (
    <Link href={`/sessions/${sessionId}`} title={sessionId}>
      {data ? titleOf(data) : sessionId.slice(0, 8)}
    </Link>
  );
}
