import { inTab } from '../storage';
import type { OutgoingMessage } from './outbox';

const name = 'aiwhisperer.outbox';

type Outbox = Map<string, readonly OutgoingMessage[]>;

/** The messages, by session, that this tab had not seen in their logs when its page was left. */
export function keptOutbox(): Outbox {
  try {
    return new Map(JSON.parse(inTab.get(name) ?? '[]') as [string, readonly OutgoingMessage[]][]);
  } catch {
    // Another version of the page wrote it.
    return new Map();
  }
}

/** Keeps them for as long as the tab. */
export function keepOutbox(outbox: Outbox): void {
  const text = JSON.stringify([...outbox], (key, value: unknown) => (key === 'error' && value ? plain(value) : value));
  inTab.set(name, outbox.size === 0 ? undefined : text);
}

/** Of an error, what people are told: JSON would leave its message out. */
function plain(error: unknown): unknown {
  const { message, code, retryAfterSeconds } = error as { message?: unknown; code?: unknown; retryAfterSeconds?: unknown };
  return { message, code, retryAfterSeconds };
}
