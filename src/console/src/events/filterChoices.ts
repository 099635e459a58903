import type { SelectOption } from '../ui/Select';
import { timeOfDay } from '../ui/format';
import type { LogRow } from './eventLog';

/** Older turns are found by their text or id: a longer list could not be read. */
const mostTurns = 50;

export interface FilterChoices {
  readonly types: SelectOption<string>[];
  readonly agents: SelectOption<string>[];
  readonly turns: SelectOption<string>[];
}

/** What the rows can be filtered by. */
export function filterChoices(rows: readonly LogRow[]): FilterChoices {
  const types = new Set<string>();
  const agents = new Set<string>();
  const turns = new Map<string, string>();
  for (const { event } of rows) {
    types.add(event.type);
    types.add(`${event.type.split('.', 1)[0]}.`);
    if (event.agentId) {
      agents.add(event.agentId);
    }

    if (event.turnId && !turns.has(event.turnId)) {
      turns.set(event.turnId, event.at);
    }
  }

  const latest = [...turns].slice(-mostTurns).reverse();
  return {
    types: [{ value: '', label: 'All types' }, ...[...types].sort().map((type) => ({ value: type, label: type.endsWith('.') ? `${type}*` : type }))],
    agents: [{ value: '', label: 'All agents' }, ...[...agents].sort().map((agent) => ({ value: agent, label: agent }))],
    turns: [
      { value: '', label: 'All turns' },
      ...latest.map(([turn, at]) => ({ value: turn, label: `${turn.slice(-8)} · ${timeOfDay(at).slice(0, 8)}` })),
    ],
  };
}
