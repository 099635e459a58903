import type { ConnectionState } from '@aiwhisperer/client';
import type { ServerState } from './useServerState';

export interface ConnectionText {
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** One sentence more. */
  readonly detail: string;
  readonly canRetry: boolean;
}

interface Circumstances {
  readonly connection: ConnectionState;
  readonly server: ServerState;
  readonly isOnline: boolean;
  readonly now: number;
}

/** The worst of what is known of the connection, in words. */
export function connectionText({ connection, server, isOnline, now }: Circumstances): ConnectionText {
  if (!isOnline) {
    return bad('Offline', 'This machine has no network. The page goes on by itself when it is back.');
  }

  if (server === 'stopping') {
    return bad('Server is stopping', 'The server is stopping: it takes no new messages. The page goes on by itself when it is back.');
  }

  if (connection.status === 'reconnecting') {
    const seconds = connection.retryAt === undefined ? 0 : Math.max(0, Math.ceil((connection.retryAt - now) / 1_000));
    const text = seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting';
    return bad(text, 'The connection to the server was lost. The page tries again until it is back.', true);
  }

  // The connection gives up where trying again cannot help.
  if (connection.error && (connection.status === 'idle' || connection.status === 'closed')) {
    return connection.error.code === 'unauthorized'
      ? bad('Key refused', 'The server does not know the key of this tab. Enter the API key that its operator gave you.')
      : bad('Connection refused', connection.error.message, true);
  }

  switch (server) {
    case 'unreachable':
      return bad('No answer', 'The server does not answer. Check that it runs; the page tries again until it is back.', true);
    case 'notReady':
      return bad('Server not ready', 'The server answers, but cannot do its work. Its /health/ready says why.', true);
    default:
      return server === 'unknown' || connection.status === 'connecting'
        ? { tone: 'good', text: 'Connecting', detail: 'The page connects to the server.', canRetry: false }
        : { tone: 'good', text: 'Connected', detail: 'The server answers.', canRetry: false };
  }
}

function bad(text: string, detail: string, canRetry = false): ConnectionText {
  return { tone: 'bad', text, detail, canRetry };
}
