import { useQuery } from '@tanstack/react-query';
import { client } from '../server';

/** The key of the agents among the queries, to have them read again. */
export const agentsKey = ['agents'] as const;

/** The server's agents, valid or not, in its order. */
export function useAgents() {
  return useQuery({
    queryKey: agentsKey,
    queryFn: async ({ signal }) => {
      const { data } = await client.rest.GET('/api/agents', { signal });
      return data!.agents;
    },
  });
}
