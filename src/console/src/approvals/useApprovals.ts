import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { sessionsKey } from '../sessions/sessionsKey';
import { client } from '../server';

/** The key of the waiting questions among the queries, to have them read again. */
export const approvalsKey = [...sessionsKey, 'waiting'] as const;

const most = 200;
const usuallyMs = 5_000;

/** What waits for a person, in all sessions; of very many, those that are void first. Asked again every few seconds. */
export function useApprovals(everyMs = usuallyMs) {
  return useQuery({
    queryKey: approvalsKey,
    refetchInterval: everyMs,
    queryFn: ({ signal }) => answer(client.rest.GET('/api/approvals', { params: { query: { limit: most } }, signal })),
  });
}
