import { useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';

/** The models that a provider itself lists: it is asked once, and again only on demand. */
export function useListedModels(providerId: string) {
  return useQuery<readonly string[]>({
    queryKey: ['listed models', providerId],
    queryFn: async ({ signal }) => {
      const listed = await answer(client.rest.GET('/api/providers/{providerId}/models', { params: { path: { providerId } }, signal }));
      return listed.models;
    },
    staleTime: Infinity,
    retry: false,
  });
}
