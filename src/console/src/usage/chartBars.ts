import type { UsageSum } from '@aiwhisperer/client';
import { nameOf, type Grouping } from './grouping';
import { daysOf, type Range } from './range';

export type Measure = 'tokens' | 'cost' | 'turns';

export interface Bar {
  readonly name: string;
  readonly input: number;
  readonly output: number;
  readonly cost: number;
  readonly turns: number;
}

/** More bars than this could not be told apart. */
const mostBars = 12;

/** What the chart draws: every day of the range, or the groups with the most tokens. */
export function chartBars(rows: readonly UsageSum[], grouping: Grouping, range: Range): Bar[] {
  if (grouping !== 'day') {
    return rows.slice(0, mostBars).map((row) => barOf(nameOf(row, grouping), row));
  }

  const byDay = new Map(rows.map((row) => [row.day, row]));
  return daysOf(range).map((day) => barOf(day, byDay.get(day)));
}

function barOf(name: string, row: UsageSum | undefined): Bar {
  return { name, input: row?.inputTokens ?? 0, output: row?.outputTokens ?? 0, cost: row?.costUsd ?? 0, turns: row?.turns ?? 0 };
}
