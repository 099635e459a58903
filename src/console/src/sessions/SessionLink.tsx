import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sessionQuery } from './sessionQuery';

/** A link to a session by its title. One that is gone is told so: what it used is still counted. */
export function SessionLink({ sessionId }: { sessionId: string }) {
  const { data, error } = useQuery(sessionQuery(sessionId));
  return (error as { status?: number } | null)?.status === 404 ? (
    <span title={sessionId}>Deleted conversation</span>
  ) : (
    <Link href={`/sessions/${sessionId}`} title={sessionId}>
      {data?.title || `Untitled ${sessionId.slice(0, 8)}`}
    </Link>
  );
}
