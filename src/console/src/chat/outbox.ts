import { client } from '../server';
import { keepOutbox, keptOutbox } from './keptOutbox';
import { randomId } from './randomId';

/** What a person sent, for as long as its event is not there. */
export interface OutgoingMessage {
  readonly clientMessageId: string;
  readonly text: string;
  readonly agentId?: string;
  readonly onBusy?: BusyPolicy;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly error?: unknown;
}

export type BusyPolicy = 'enqueue' | 'interrupt' | 'rollback' | 'steer' | 'reject';

type NewOutgoing = Pick<OutgoingMessage, 'text' | 'agentId' | 'onBusy'>;

const none: readonly OutgoingMessage[] = [];
const bySession = keptOutbox();
const listeners = new Set<() => void>();

/**
 * The messages on their way, of all sessions: a send goes on when the person looks at another page meanwhile, and after a reload of the
 * page. The server takes a message once, however often it is sent under its name.
 */
export const outbox = {
  get: (sessionId: string) => bySession.get(sessionId) ?? none,

  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },

  /** Sends a message. It stays here until its event is there, or it failed and is thrown away. */
  send: (sessionId: string, message: NewOutgoing, clientMessageId: string = randomId()) => {
    change(sessionId, (all) => [...all, { ...message, clientMessageId, status: 'sending' }]);
    void deliver(sessionId, clientMessageId);
  },

  /** Sends again what was on its way when the page was left. */
  resume: () => {
    for (const [sessionId, all] of bySession) {
      for (const { clientMessageId, status } of all) {
        if (status !== 'failed') {
          void deliver(sessionId, clientMessageId);
        }
      }
    }
  },

  retry: (sessionId: string, clientMessageId: string) => {
    update(sessionId, clientMessageId, { status: 'sending', error: undefined });
    void deliver(sessionId, clientMessageId);
  },

  discard: (sessionId: string, clientMessageId: string) =>
    change(sessionId, (all) => all.filter((message) => message.clientMessageId !== clientMessageId)),

  /** Takes out all messages of a session but these. */
  keep: (sessionId: string, messages: readonly OutgoingMessage[]) =>
    change(sessionId, (all) => all.filter((message) => messages.includes(message))),
};

async function deliver(sessionId: string, clientMessageId: string): Promise<void> {
  const message = outbox.get(sessionId).find((one) => one.clientMessageId === clientMessageId);
  if (!message) {
    return;
  }

  const { text, agentId, onBusy } = message;
  try {
    await client.send(sessionId, { text, clientMessageId, ...(agentId ? { agentId } : {}), ...(onBusy ? { onBusy } : {}) });
    update(sessionId, clientMessageId, { status: 'sent' });
  } catch (error) {
    update(sessionId, clientMessageId, { status: 'failed', error });
  }
}

function update(sessionId: string, clientMessageId: string, patch: Partial<OutgoingMessage>): void {
  change(sessionId, (all) => all.map((message) => (message.clientMessageId === clientMessageId ? { ...message, ...patch } : message)));
}

function change(sessionId: string, next: (all: readonly OutgoingMessage[]) => readonly OutgoingMessage[]): void {
  const messages = next(outbox.get(sessionId));
  if (messages.length === 0) {
    bySession.delete(sessionId);
  } else {
    bySession.set(sessionId, messages);
  }

  keepOutbox(bySession);
  listeners.forEach((listener) => listener());
}
