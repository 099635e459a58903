import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { ProviderList } from '@aiwhisperer/client';

/** The providers with what is going on with their calls, asked again while they are looked at. */
export function useProviders() {
  return useQuery<ProviderList>({
    queryKey: ['providers'],
    queryFn: ({ signal }) => answer(client.rest.GET('/api/providers', { signal })),
    refetchInterval: 3_000,
  });
}
