import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { sessionsKey } from '../sessions/sessionsKey';
import { client } from '../server';

/** The key of a session's standing approvals among the queries. */
export const standingKey = (sessionId: string) => [...sessionsKey, 'standing', sessionId] as const;

/** The approvals of a session that stand for more than their own call, oldest first. */
export function useStanding(sessionId: string) {
  return useQuery({
    queryKey: standingKey(sessionId),
    queryFn: async ({ signal }) => (await answer(client.rest.GET('/api/sessions/{sessionId}/approvals', { params: { path: { sessionId } }, signal }))).standing,
  });
}
