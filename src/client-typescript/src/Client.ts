import { HubConnectionState } from '@microsoft/signalr';
import createRestClient, { type Client as FetchClient } from 'openapi-fetch';
import { AIWhispererError } from './AIWhispererError.js';
import { attach, type AttachOptions } from './attach.js';
import { Connection, type ConnectionState } from './Connection.js';
import { SessionFollower } from './SessionFollower.js';
import type {
  ApprovalAnswer, ApprovalView, CarryOverSetting, ClientToolResult, MessageChannel, NewMessage, NewSession, paths, SessionEvent, SessionRecord,
  TurnReceipt, TurnView,
} from './generated/api.js';
import { hubPath, type ChatHub } from './generated/hub.js';
import { isOfConnection } from './isOfConnection.js';
import type { Observable } from './Store.js';
import { orAborted, pause } from './waiting.js';

export interface ConnectOptions {
  /** The address of the server, such as `http://127.0.0.1:5080`; in a browser, without it, that of the page. */
  readonly url?: string | undefined;
  /** The API key, or what gives it each time that one is needed. Not needed where the server asks for none. */
  readonly apiKey?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** What of the agents' words is wanted, unless a call says otherwise: without it `final` and `commentary`. */
  readonly channels?: readonly MessageChannel[] | undefined;
  /** How long a call waits for a connection and its answer, milliseconds; 30,000 without it. Following a session waits for ever. */
  readonly callTimeoutMs?: number | undefined;
}

/** A client of the server; it connects with its first call. */
export function connect(options: ConnectOptions = {}): Client {
  return new Client(options);
}

interface CallOptions {
  /** Whether it may be made again when it is not known whether it arrived; true without it. */
  readonly again?: boolean | undefined;
  /** The code that a call which arrived is refused with when it is made again. */
  readonly arrivedIf?: string | undefined;
  readonly connection?: Connection | undefined;
  readonly patience?: AbortSignal | undefined;
}

type Calls = { [M in keyof ChatHub as ChatHub[M] extends (...args: never) => Promise<unknown> ? M : never]: ChatHub[M] };

/** One client of the server, for any number of sessions. */
export class Client {
  /** The REST API, typed: `client.rest.GET('/api/agents')`. Errors are thrown, as `AIWhispererError`. */
  readonly rest: FetchClient<paths>;
  readonly #connection: Connection;
  readonly #newConnection: () => Connection;
  readonly #channels: readonly MessageChannel[] | undefined;
  readonly #callTimeoutMs: number;

  constructor({ url, apiKey, channels, callTimeoutMs = 30_000 }: ConnectOptions) {
    const server = (url ?? globalThis.location?.origin ?? '').replace(/\/+$/, '');
    if (!server) {
      throw new TypeError('Give the address of the server as `url`; only in a browser there is a page to take it from.');
    }

    const token = async () => (typeof apiKey === 'function' ? await apiKey() : apiKey) ?? '';
    this.#newConnection = () => new Connection(server + hubPath, token, apiKey !== undefined);
    this.#connection = this.#newConnection();
    this.#channels = channels;
    this.#callTimeoutMs = callTimeoutMs;
    this.rest = createRestClient<paths>({ baseUrl: server });
    this.rest.use({
      onRequest: async ({ request }) => {
        const key = await token();
        if (key) {
          request.headers.set('Authorization', `Bearer ${key}`);
        }
      },
      onResponse: async ({ response }) => {
        if (!response.ok) {
          throw await AIWhispererError.ofResponse(response);
        }
      },
      onError: ({ error }) => (error instanceof Error && error.name === 'AbortError' ? undefined : AIWhispererError.lost(error)),
    });
  }

  /** The connection to the hub: what is shown of it, and `retry()` to not wait any longer. */
  get connection(): Observable<ConnectionState> & { retry(): void } {
    return this.#connection;
  }

  /** Starts a session. */
  createSession(session: NewSession = {}): Promise<SessionRecord> {
    return this.#call('CreateSession', [session], { again: false });
  }

  /**
   * The events of a session, first what was missed and then live, each once and in order. Survives lost connections; ends when the session
   * is closed, when `signal` is aborted, when the loop is left, and when the client is closed. What a slow reader leaves unread is bounded.
   * @throws {AIWhispererError} For what does not heal by itself, such as `session_not_found`.
   */
  attach(sessionId: string, options: AttachOptions = {}): AsyncIterable<SessionEvent> {
    return { [Symbol.asyncIterator]: () => attach(this.#connection, sessionId, { channels: this.#channels, ...options }) };
  }

  /** The view of a session, kept up to date while anybody is subscribed. */
  follow(sessionId: string, { channels = this.#channels }: { readonly channels?: readonly MessageChannel[] | undefined } = {}): SessionFollower {
    return new SessionFollower(this.#connection, sessionId, channels);
  }

  /** Hands a message to an agent, and returns when the server has it for good. Accepted once, however often the connection is lost. */
  send(sessionId: string, message: string | NewMessage): Promise<TurnReceipt> {
    const given: NewMessage = typeof message === 'string' ? { text: message } : message;
    return this.#call('Send', [sessionId, { ...given, clientMessageId: given.clientMessageId ?? randomId() }]);
  }

  /** Stops a turn, running or waiting, and returns it as it ended. */
  cancel(sessionId: string, turnId: string): Promise<TurnView> {
    return this.#call('Cancel', [sessionId, turnId]);
  }

  /** Makes another agent the active one. Without `carryOver` the agent's own setting says what it is given of the conversation. */
  switchAgent(sessionId: string, agentId: string, carryOver?: CarryOverSetting): Promise<SessionRecord> {
    return this.#call('SwitchAgent', [sessionId, agentId, carryOver ?? null]);
  }

  /** Answers the question whether a tool call may run. The first answer counts; the same one given again is no error. */
  approve(sessionId: string, approvalId: string, answer: ApprovalAnswer): Promise<ApprovalView> {
    return this.#call('ResolveApproval', [sessionId, approvalId, answer]);
  }

  /**
   * Answers a call of a tool that this program declared. When the connection was lost before the server confirmed it, and the call is
   * closed since, the answer counts as given: the call's `tool.completed` tells what became of it.
   */
  async provideToolResult(sessionId: string, turnId: string, callId: string, result: ClientToolResult): Promise<void> {
    await this.#call('ProvideToolResult', [sessionId, turnId, callId, result], { arrivedIf: 'tool_call_closed' });
  }

  /** Takes an approval back that stands for more than its own call: later calls are asked about again. */
  async revokeApproval(sessionId: string, approvalId: string): Promise<void> {
    await this.#call('RevokeApproval', [sessionId, approvalId], { arrivedIf: 'approval_not_found' });
  }

  /** Ends the connection, and with it all that goes on. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Makes a call, and again over the next connection when one is lost before the answer came. */
  async #call<M extends keyof Calls>(method: M, args: Parameters<Calls[M]>, options: CallOptions = {}): Promise<Awaited<ReturnType<Calls[M]>>> {
    const { again = true, arrivedIf, connection = this.#connection, patience = AbortSignal.timeout(this.#callTimeoutMs) } = options;
    const isShared = connection === this.#connection;
    for (let isRepeated = !isShared; ; isRepeated = true) {
      const hub = await this.#within(connection.open(), connection, patience);
      try {
        return await this.#within(hub.invoke<Awaited<ReturnType<Calls[M]>>>(method, ...args), connection, patience);
      } catch (failure) {
        const problem = AIWhispererError.ofHub(failure);
        const isOfSome = problem !== undefined && isShared && isOfConnection(failure);
        const error = isOfSome ? undefined : problem;
        if (error && isRepeated && error.code === arrivedIf) {
          return undefined as Awaited<ReturnType<Calls[M]>>;
        }

        if (error || !again) {
          throw error ?? AIWhispererError.lost(failure);
        }

        if (isOfSome) {
          return await this.#callAlone(method, args, { arrivedIf, patience });
        }

        // A connection that breaks may be taken for whole a little longer.
        await pause(hub.state === HubConnectionState.Connected ? 100 : 0, patience);
      }
    }
  }

  /** Some call made the server end the connection: over one of its own, this one can be told of its own fault only. */
  async #callAlone<M extends keyof Calls>(method: M, args: Parameters<Calls[M]>, options: CallOptions): Promise<Awaited<ReturnType<Calls[M]>>> {
    const connection = this.#newConnection();
    const close = () => connection.close();
    this.#connection.closing.addEventListener('abort', close);
    try {
      return await this.#call(method, args, { ...options, connection });
    } finally {
      this.#connection.closing.removeEventListener('abort', close);
      await close();
    }
  }

  async #within<T>(promise: Promise<T>, connection: Connection, patience: AbortSignal): Promise<T> {
    try {
      return await orAborted(promise, patience);
    } catch (failure) {
      throw patience.aborted ? AIWhispererError.lost(connection.get().error ?? failure) : failure;
    }
  }
}

function randomId(): string {
  // Browsers give randomUUID to secure pages only.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
