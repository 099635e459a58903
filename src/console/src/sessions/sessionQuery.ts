import { queryOptions } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import { sessionsKey } from './sessionsKey';

/** One session as the server has it. */
export function sessionQuery(sessionId: string) {
  return queryOptions({
    queryKey: [...sessionsKey, 'one', sessionId],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/sessions/{sessionId}', { params: { path: { sessionId } }, signal })),
  });
}
