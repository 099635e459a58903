import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { TestProviderResponse } from '@aiwhisperer/client';

/** Sends a provider a request for one token; to a model of its own choice when none is given. */
export function useProviderTest(providerId: string) {
  const queries = useQueryClient();
  return useMutation<TestProviderResponse, unknown, string | undefined>({
    mutationFn: (model) =>
      answer(client.rest.POST('/api/providers/{providerId}/test', { params: { path: { providerId } }, body: model === undefined ? {} : { model } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
}
