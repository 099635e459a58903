import type { ProblemDocument } from './generated/api.js';

/** What an error of the client itself, not of the server, is called: nobody answered in time, or the client was closed. */
export type ClientErrorCode = 'connection_lost' | 'client_closed';

/** Every error of the client, over the hub and over REST. `code` is the part to program against; the server never renames one. */
export class AIWhispererError extends Error {
  override readonly name = 'AIWhispererError';
  /** A code of the server, or a `ClientErrorCode`. */
  readonly code: string;
  /** The field at fault, where there is one. */
  readonly field: string | undefined;
  /** When the same call may succeed, where waiting helps. */
  readonly retryAfterSeconds: number | undefined;
  /** The HTTP status, where the error came over HTTP. */
  readonly status: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.status = details.status;
  }

  /** What the hub ended a call with; undefined for an error that is not the server's answer, such as a lost connection. */
  static ofHub(error: unknown): AIWhispererError | undefined {
    if (error instanceof AIWhispererError) {
      return error;
    }

    const text = error instanceof Error ? error.message : String(error);
    const start = text.indexOf('{"code"');
    if (start < 0) {
      return undefined;
    }

    try {
      const problem = JSON.parse(text.slice(start)) as { code: string; message: string } & ErrorDetails;
      return new AIWhispererError(problem.code, problem.message, { ...problem, cause: error });
    } catch {
      return undefined;
    }
  }

  /** What an answer over HTTP with a status of 400 or more says. */
  static async ofResponse(response: Response): Promise<AIWhispererError> {
    return AIWhispererError.ofStatus(response.status, await response.text());
  }

  /** What a status of 400 or more says, with the text that came with it. */
  static ofStatus(status: number, text: string, cause?: unknown): AIWhispererError {
    let problem: Partial<ProblemDocument> = {};
    try {
      problem = (JSON.parse(text) as Partial<ProblemDocument> | null) ?? {};
    } catch {
      // Whatever stands between client and server may answer in its own way.
    }

    return new AIWhispererError(
      problem.code ?? codeOf(status),
      problem.detail ?? `The server answered with the status ${status}.`,
      { field: problem.field, retryAfterSeconds: problem.retryAfterSeconds, status, cause },
    );
  }

  static closed(): AIWhispererError {
    return new AIWhispererError('client_closed', 'The client was closed.');
  }

  static lost(cause?: unknown): AIWhispererError {
    const { message, retryAfterSeconds } = cause instanceof AIWhispererError && cause.code !== 'connection_lost' ? cause : {};
    const why = message === undefined ? '' : ` ${message}`;
    return new AIWhispererError('connection_lost', `The connection to the server was lost before it answered.${why}`, { cause, retryAfterSeconds });
  }
}

export interface ErrorDetails {
  readonly field?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** Of an answer that tells none. */
function codeOf(status: number): string {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 429:
      return 'rate_limited';
    default:
      return status >= 500 ? 'connection_lost' : 'invalid_request';
  }
}
