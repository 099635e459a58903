import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

export type ServerState = 'unknown' | 'ready' | 'notReady' | 'stopping' | 'unreachable';

const calmMs = 15_000;
const anxiousMs = 2_000;
const patienceMs = 5_000;

/** How the server is, as it says itself, asked every few seconds while the page is seen. When it is back, everything is read again. */
export function useServerState(): ServerState {
  const queries = useQueryClient();
  const { data: state = 'unknown' } = useQuery<ServerState>({
    queryKey: ['server'],
    queryFn: ({ signal }) => ask(signal),
    retry: false,
    refetchInterval: (query) => (query.state.data === 'ready' ? calmMs : anxiousMs),
  });

  const before = useRef(state);
  useEffect(() => {
    if (state === 'ready' && before.current !== 'ready' && before.current !== 'unknown') {
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'server' });
    }

    before.current = state;
  }, [queries, state]);
  return state;
}

async function ask(signal: AbortSignal): Promise<ServerState> {
  try {
    const response = await fetch('/health/ready', { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    if (response.ok) {
      return 'ready';
    }

    const { problems } = (await response.json()) as { problems: string[] };
    return problems.some((problem) => problem.includes('stopping')) ? 'stopping' : 'notReady';
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }

    return 'unreachable';
  }
}
