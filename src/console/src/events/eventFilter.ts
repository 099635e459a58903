import type { LogRow } from './eventLog';

export interface EventFilter {
  /** A type, or the beginning of several as in `turn.`; empty for all. */
  readonly type: string;
  readonly agentId: string;
  readonly turnId: string;
  /** Words that the event's JSON must hold. */
  readonly text: string;
}

export const everything: EventFilter = { type: '', agentId: '', turnId: '', text: '' };

/** Rows never change, so their JSON is written once, when it is first searched. */
const written = new WeakMap<LogRow, string>();

function textOf(row: LogRow): string {
  let text = written.get(row);
  if (text === undefined) {
    text = JSON.stringify(row.event).toLowerCase();
    written.set(row, text);
  }

  return text;
}

export function filterEvents(rows: readonly LogRow[], { type, agentId, turnId, text }: EventFilter): readonly LogRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!type && !agentId && !turnId && words.length === 0) {
    return rows;
  }

  return rows.filter(
    (row) =>
      (!type || (type.endsWith('.') ? row.event.type.startsWith(type) : row.event.type === type)) &&
      (!agentId || row.event.agentId === agentId) &&
      (!turnId || row.event.turnId === turnId) &&
      words.every((word) => textOf(row).includes(word)),
  );
}
