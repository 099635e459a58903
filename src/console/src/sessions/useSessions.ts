import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../server';
import { sessionsKey } from './sessionsKey';

const pageSize = 40;
const busyMs = 2_000;
const idleMs = 10_000;

/** The caller's sessions whose title holds the text, those that changed last first; read anew now and then while the page is seen. */
export function useSessions(search: string) {
  return useInfiniteQuery({
    queryKey: [...sessionsKey, 'list', search],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: pageSize, ...(search && { search }), ...(pageParam && { cursor: pageParam }) };
      const { data } = await client.rest.GET('/api/sessions', { params: { query }, signal });
      return data!;
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ sessions }) => sessions.some(({ openTurns }) => openTurns > 0)) ? busyMs : idleMs),
  });
}
