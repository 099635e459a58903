import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { AgentToolList } from '../wire';

/** What an agent is granted, and why. */
export function useAgentTools(agentId: string) {
  return useQuery<AgentToolList>({
    queryKey: ['agents', agentId, 'tools'],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/agents/{agentId}/tools', { params: { path: { agentId } }, signal })),
  });
}
