import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import { AIWhispererError } from './AIWhispererError.js';
import { Store, type Observable } from './Store.js';
import { backOff, orAborted, pause } from './waiting.js';
import { whenWorthTrying } from './whenWorthTrying.js';

export interface ConnectionState {
  /** `idle` before the first call, and after the server refused the client; `closed` after `close()`. */
  readonly status: 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';
  /** How many attempts have failed since the connection was lost; 0 while it holds. */
  readonly attempt: number;
  /** While it waits for the next attempt: when that is, in milliseconds as `Date.now()` counts. */
  readonly retryAt?: number;
  /** What went wrong last; absent while the connection holds. */
  readonly error?: AIWhispererError;
}

/**
 * A connection to the hub: made at the first call, and made again for ever when it is lost, until it is closed. A server that refuses the
 * client, for its key or its origin, is not asked again before the next call, nor is an address where no server ever was.
 */
export class Connection implements Observable<ConnectionState> {
  readonly #hub: HubConnection;
  readonly #state = new Store<ConnectionState>({ status: 'idle', attempt: 0 });
  readonly #closing = new AbortController();
  #wasConnected = false;
  #opening: Promise<HubConnection> | undefined;
  #wake = new AbortController();

  constructor(url: string, token: () => Promise<string>, fetchToken: boolean) {
    this.#hub = new HubConnectionBuilder()
      .withUrl(url, fetchToken ? { accessTokenFactory: token } : {})
      .configureLogging(LogLevel.None)
      .build();
    this.#hub.onclose((error) => this.#lost(error));
  }

  readonly get = (): ConnectionState => this.#state.get();

  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** Aborted by `close()`. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Does not wait any longer before the next attempt. */
  retry(): void {
    this.#wake.abort();
  }

  /**
   * The hub, once it is connected, however long that takes.
   * @throws {AIWhispererError} The server refuses the client, or the client was closed.
   */
  open(signal?: AbortSignal): Promise<HubConnection> {
    if (this.#closing.signal.aborted) {
      return Promise.reject(AIWhispererError.closed());
    }

    return this.#hub.state === HubConnectionState.Connected
      ? Promise.resolve(this.#hub)
      : orAborted((this.#opening ??= this.#connect('connecting')), signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#state.set({ status: 'closed', attempt: 0 });
    await this.#hub.stop();
    await this.#opening?.catch(() => {});
  }

  #lost(error: Error | undefined): void {
    if (!this.#closing.signal.aborted && !this.#opening) {
      const cause = AIWhispererError.ofHub(error) ?? AIWhispererError.lost(error);
      this.#opening = this.#connect('reconnecting', cause);
      // Whoever waits for the connection is told; nobody may.
      this.#opening.catch(() => {});
    }
  }

  async #connect(status: 'connecting' | 'reconnecting', cause?: AIWhispererError): Promise<HubConnection> {
    const unwatch = whenWorthTrying(() => this.retry());
    let error = cause;
    try {
      for (let attempt = 0; ; attempt++) {
        if (attempt > 0 || status === 'reconnecting') {
          await this.#waitBefore(attempt, error);
        }

        this.#throwIfClosed();
        this.#state.set({ status: error ? 'reconnecting' : status, attempt, ...(error && { error }) });
        try {
          await this.#hub.start();
          this.#throwIfClosed();
          this.#wasConnected = true;
          this.#state.set({ status: 'connected', attempt: 0 });
          return this.#hub;
        } catch (failure) {
          this.#throwIfClosed();
          error = errorOf(failure);
          if (this.#isFinal(error)) {
            this.#state.set({ status: 'idle', attempt: 0, error });
            throw error;
          }
        }
      }
    } finally {
      unwatch();
      this.#opening = undefined;
    }
  }

  async #waitBefore(attempt: number, error: AIWhispererError | undefined): Promise<void> {
    const told = (error?.retryAfterSeconds ?? 0) * 1_000;
    const wait = Math.max(told, backOff(Math.max(1, attempt)) * (attempt === 0 ? 0.5 : 1));
    this.#wake = new AbortController();
    this.#state.set({ status: 'reconnecting', attempt, retryAt: Date.now() + wait, ...(error && { error }) });
    await pause(wait, this.#wake.signal, this.#closing.signal);
  }

  #isFinal({ status = 0 }: AIWhispererError): boolean {
    // What stands before a server may answer in its place while it is away, and it was there.
    const isMistake = status >= 400 && status < 500 && status !== 408 && status !== 429;
    return status === 401 || status === 403 || (isMistake && !this.#wasConnected);
  }

  #throwIfClosed(): void {
    if (this.#closing.signal.aborted) {
      throw AIWhispererError.closed();
    }
  }
}

function errorOf(failure: unknown): AIWhispererError {
  // SignalR tells the answer to a refused negotiation only in words.
  const [, text = '', status] = /([^]*): Status code '(\d{3})'/.exec(String(failure)) ?? [];
  return status === undefined
    ? AIWhispererError.ofHub(failure) ?? AIWhispererError.lost(failure)
    : AIWhispererError.ofStatus(Number(status), text.slice(text.indexOf('{')), failure);
}
