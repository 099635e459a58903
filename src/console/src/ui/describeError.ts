/** An error as people are told it. */
export interface ErrorDescription {
  readonly message: string;
  /** The stable code, to look up in the documentation. */
  readonly code: string | undefined;
  /** What to do; empty where the message is all there is to say. */
  readonly remedy: string;
}

const unreachable = 'Check that the server runs and that this machine can reach it, then try again.';

const remedies: Readonly<Record<string, string>> = {
  unauthorized: 'Enter the API key that the server’s operator gave you.',
  forbidden: 'Open the console under the address that the server allows, or ask its operator.',
  too_large: 'Edit the message: send less at once, or put the text into a file that the agent may read.',
  rate_limited: 'Wait a moment, then try again.',
  server_stopping: 'Wait until the server is back, then try again.',
  storage_full: 'Ask the server’s operator to make room on its disk.',
  connection_lost: unreachable,
  storage_failed: 'Ask the server’s operator to look at its disk and log.',
  session_not_found: 'It was deleted, or belongs to somebody else. Choose another on the left.',
  internal_error: 'Try again. If it stays, look into the server’s log.',
};

/** What to tell of an error of the client; of any other, its message. */
export function describeError(error: unknown): ErrorDescription {
  const { message, code, status, retryAfterSeconds } = (typeof error === 'object' && error !== null ? error : {}) as {
    message?: unknown;
    code?: unknown;
    status?: unknown;
    retryAfterSeconds?: unknown;
  };
  if (error instanceof TypeError) {
    return { message: 'The server could not be reached.', code: undefined, remedy: unreachable };
  }

  const knownCode = typeof code === 'string' ? code : undefined;
  const isFaultOfServer = typeof status === 'number' && status >= 500;
  const wait = typeof retryAfterSeconds === 'number' ? `Try again in ${retryAfterSeconds} s.` : undefined;
  return {
    message: typeof message === 'string' && message ? message : 'Something went wrong.',
    code: knownCode,
    remedy: wait ?? (knownCode && remedies[knownCode]) ?? (knownCode === undefined || isFaultOfServer ? 'Try again.' : ''),
  };
}
