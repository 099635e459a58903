import type { LoggedEvent } from './eventLog';

const longest = 240;

/** What stands in every event, and so tells none from another. */
const common = new Set(['seq', 'at', 'type', 'agentId', 'turnId', 'messageId', 'callId', 'channel', 'offset']);

/** An event in one line: its text where it has one, else its fields. */
export function summaryOf(event: LoggedEvent): string {
  const fields = Object.entries(event).filter(([name, value]) => !common.has(name) && value != null);
  const whole = event.text || fields.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' · ');
  return whole.slice(0, longest).replaceAll(/\s+/g, ' ');
}
