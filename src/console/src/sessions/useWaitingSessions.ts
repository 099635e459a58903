import { useQuery } from '@tanstack/react-query';
import { client } from '../server';
import { sessionsKey } from './sessionsKey';

const most = 200;
const everyMs = 5_000;

/** How many questions wait for a person, by session. */
export function useWaitingSessions(): ReadonlyMap<string, number> {
  const { data } = useQuery({
    queryKey: [...sessionsKey, 'waiting'],
    refetchInterval: everyMs,
    queryFn: async ({ signal }) => {
      const { data } = await client.rest.GET('/api/approvals', { params: { query: { limit: most } }, signal });
      return data!.pending;
    },
    select: (pending) => {
      const counts = new Map<string, number>();
      for (const { sessionId } of pending) {
        counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
      }

      return counts;
    },
  });
  return data ?? none;
}

const none: ReadonlyMap<string, number> = new Map();
