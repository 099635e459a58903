import type { ToolCall } from '@aiwhisperer/client';
import { showInvisible } from '../markdown/safeLink';

export const statusWords: Readonly<Record<ToolCall['status'], string>> = {
  requested: 'Requested',
  waitingForApproval: 'Waits for your answer',
  waitingForClient: 'Waits for a client',
  running: 'Runs',
  completed: 'Done',
  failed: 'Failed',
  refused: 'Refused',
  unknown: 'Outcome not known',
};

/** What a call is about, in a line: its first argument that is a short word. */
export function summaryOf(args: unknown): string {
  const values = typeof args === 'object' && args !== null ? Object.values(args) : [];
  const first = values.find((value) => typeof value === 'string' || typeof value === 'number');
  return first === undefined ? '' : showInvisible(String(first).slice(0, 120)).replace(/\s+/g, ' ');
}
