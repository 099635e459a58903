import { useQuery } from '@tanstack/react-query';
import { client } from '../server';
import { sessionsKey } from './sessionsKey';

/** One session as the server has it; nothing is asked without an id. */
export function useSessionRecord(sessionId: string | undefined) {
  return useQuery({
    queryKey: [...sessionsKey, 'one', sessionId],
    enabled: sessionId !== undefined,
    queryFn: async ({ signal }) => {
      const { data } = await client.rest.GET('/api/sessions/{sessionId}', { params: { path: { sessionId: sessionId! } }, signal });
      return data!;
    },
  });
}
