import type { UsageSum } from '@aiwhisperer/client';

const columns: readonly (keyof UsageSum)[] = [
  'day',
  'sessionId',
  'agentId',
  'provider',
  'model',
  'turns',
  'calls',
  'inputTokens',
  'cachedInputTokens',
  'outputTokens',
  'reasoningTokens',
  'estimatedTokens',
  'unpricedTokens',
];

/** The rows for a spreadsheet, with the columns that they have. */
export function toCsv(rows: readonly UsageSum[]): string {
  const used = columns.filter((column) => rows.some((row) => row[column] != null));
  const lines = rows.map((row) => [...used.map((column) => row[column]), row.costUsd ?? 'unknown']);
  return [[...used, 'costUsd'], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** A name that a spreadsheet would take for a formula is made text. */
function cell(value: string | number | null | undefined): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
