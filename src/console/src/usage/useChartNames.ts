import { useQueries } from '@tanstack/react-query';
import { useAgents } from '../agents/useAgents';
import { sessionQuery } from '../sessions/sessionQuery';
import type { Bar } from './chartBars';
import type { Grouping } from './grouping';

/** How the bars of a chart are called: agents by name, sessions by title. */
export function useChartNames(bars: readonly Bar[], grouping: Grouping): (name: string) => string {
  const agents = useAgents().data;
  const titles = useQueries({ queries: grouping === 'session' ? bars.map((bar) => sessionQuery(bar.name)) : [] });
  return (name) => {
    if (grouping === 'agent') {
      return agents?.find((agent) => agent.id === name)?.name ?? name;
    }

    const index = grouping === 'session' ? bars.findIndex((bar) => bar.name === name) : -1;
    return index < 0 ? name : titles[index]?.data?.title || name.slice(0, 8);
  };
}
