import { queryOptions } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { SessionRecord } from '@aiwhisperer/client';

/** What is known of one session; many ask for it, few need the latest. */
export function sessionQuery(sessionId: string) {
  return queryOptions<SessionRecord>({
    queryKey: ['session', sessionId],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/sessions/{sessionId}', { params: { path: { sessionId } }, signal })),
    staleTime: 30_000,
    retry: false,
  });
}
