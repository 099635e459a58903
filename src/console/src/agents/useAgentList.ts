import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import { agentsKey } from './useAgents';
import type { AgentList } from '@aiwhisperer/client';

/** All agents, with the configuration's revision and problems; files may change at any time, so it is asked again while it is looked at. */
export function useAgentList() {
  return useQuery<AgentList>({
    queryKey: [...agentsKey, 'list'],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/agents', { signal })),
    refetchInterval: 5_000,
  });
}
