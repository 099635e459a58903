import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { AiLoopStatus } from '@aiwhisperer/client';

/** Every live loop, asked again each second while the page is visible. A failed answer is told at once: the next try comes anyway. */
export function useLoops() {
  return useQuery<readonly AiLoopStatus[]>({
    queryKey: ['loops'],
    queryFn: async ({ signal }) => (await answer(client.rest.GET('/api/loops', { signal }))).loops,
    refetchInterval: 1_000,
    retry: false,
  });
}

export const loopKey = (loop: AiLoopStatus) => `${loop.sessionId}/${loop.agentId}`;
