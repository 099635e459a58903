import type { UsageSum } from '@aiwhisperer/client';

export type Grouping = 'day' | 'model' | 'agent' | 'session';

/** What the server is asked to group by. */
export const groupBy: Readonly<Record<Grouping, string>> = { day: 'day', model: 'provider,model', agent: 'agent', session: 'session' };

export const groupings: readonly { value: Grouping; label: string }[] = [
  { value: 'day', label: 'By day' },
  { value: 'model', label: 'By model' },
  { value: 'agent', label: 'By agent' },
  { value: 'session', label: 'By conversation' },
];

/** What tells a row from the others of its report. */
export function nameOf(row: UsageSum, grouping: Grouping): string {
  return { day: row.day, model: `${row.provider}/${row.model}`, agent: row.agentId, session: row.sessionId }[grouping] ?? '';
}

/** Days by date, the latest first; all else by tokens, the most first. */
export function inOrder(rows: readonly UsageSum[], grouping: Grouping): UsageSum[] {
  const tokens = (row: UsageSum) => row.inputTokens + row.outputTokens;
  return rows.toSorted((one, other) =>
    grouping === 'day' ? nameOf(other, 'day').localeCompare(nameOf(one, 'day')) : tokens(other) - tokens(one) || nameOf(one, grouping).localeCompare(nameOf(other, grouping)),
  );
}
