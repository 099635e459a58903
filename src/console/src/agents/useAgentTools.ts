import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import { agentsKey } from './useAgents';
import type { AgentToolList } from '@aiwhisperer/client';

/** What an agent is granted, and why. */
export function useAgentTools(agentId: string) {
  return useQuery<AgentToolList>({
    queryKey: [...agentsKey, agentId, 'tools'],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/agents/{agentId}/tools', { params: { path: { agentId } }, signal })),
  });
}
