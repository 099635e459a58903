import { useMemo } from 'react';
import { useApprovals } from '../approvals/useApprovals';

/** How many questions wait for a person, by session. */
export function useWaitingSessions(): ReadonlyMap<string, number> {
  const { data } = useApprovals();
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { sessionId } of data?.pending ?? []) {
      counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
    }

    return counts;
  }, [data]);
}
