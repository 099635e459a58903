import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { UsageResponse } from '@aiwhisperer/client';
import { groupBy, type Grouping } from './grouping';
import type { Range } from './range';

/** The most rows that the server gives. */
const mostRows = 10_000;

export function useUsage(range: Range, grouping: Grouping) {
  return useQuery<UsageResponse & { grouping: Grouping }>({
    queryKey: ['usage', range, grouping],
    queryFn: async ({ signal }) => {
      const query = { ...range, groupBy: groupBy[grouping], limit: mostRows };
      return { ...(await answer(client.rest.GET('/api/usage', { params: { query }, signal }))), grouping };
    },
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}
