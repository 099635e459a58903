import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import { agentsKey } from './useAgents';
import type { ReloadResponse } from '@aiwhisperer/client';

/** Has the server read its configuration again. */
export function useReload() {
  const queries = useQueryClient();
  return useMutation<ReloadResponse>({
    mutationFn: () => answer(client.rest.POST('/api/agents/reload')),
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: agentsKey }), queries.invalidateQueries({ queryKey: ['providers'] })]),
  });
}
