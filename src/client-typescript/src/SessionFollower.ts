import { AIWhispererError } from './AIWhispererError.js';
import { attach, type AttachWatch } from './attach.js';
import type { Connection } from './Connection.js';
import type { MessageChannel, SessionEvent } from './generated/api.js';
import { Store, type Observable } from './Store.js';
import { emptyView, reduceAll } from './view/reduce.js';
import type { SessionView } from './view/view.js';

export interface FollowedSession {
  readonly view: SessionView;
  /**
   * `loading` until the events have caught up with the log, `live` then; `resuming` while the connection is lost; `ended` when the session
   * is closed, or following it was; `failed` with `error` for what does not heal by itself.
   */
  readonly status: 'loading' | 'live' | 'resuming' | 'ended' | 'failed';
  readonly error?: AIWhispererError;
}

const frame = 16;

/**
 * The view of a session, kept up to date while anybody is subscribed, and told of at most once in 16 milliseconds. When nobody is any
 * more it leaves the session, and goes on where it was with the next subscriber.
 */
export class SessionFollower implements Observable<FollowedSession> {
  readonly #connection: Connection;
  readonly #sessionId: string;
  readonly #channels: readonly MessageChannel[] | undefined;
  readonly #store: Store<FollowedSession>;
  #listeners = 0;
  #leaving: AbortController | undefined;
  #isClosed = false;
  #pending: SessionEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: Pick<FollowedSession, 'status' | 'error'> | undefined;
  #isAttachedAnew = false;

  constructor(connection: Connection, sessionId: string, channels: readonly MessageChannel[] | undefined) {
    this.#connection = connection;
    this.#sessionId = sessionId;
    this.#channels = channels;
    this.#store = new Store<FollowedSession>({ view: emptyView(sessionId), status: 'loading' });
  }

  readonly get = (): FollowedSession => this.#store.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#store.subscribe(listener);
    this.#listeners++;
    this.#begin();
    let isSubscribed = true;
    return () => {
      unsubscribe();
      this.#listeners -= isSubscribed ? 1 : 0;
      isSubscribed = false;
      if (this.#listeners === 0) {
        this.#leave();
      }
    };
  };

  /** Leaves the session for good. */
  close(): void {
    this.#isClosed = true;
    this.#leave();
    this.#tell({ status: 'ended' });
  }

  #begin(): void {
    const { status } = this.get();
    if (!this.#leaving && !this.#isClosed && status !== 'ended' && status !== 'failed') {
      this.#leaving = new AbortController();
      void this.#run(this.#leaving.signal);
    }
  }

  #leave(): void {
    this.#leaving?.abort();
    this.#leaving = undefined;
    this.#flush();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const watch: AttachWatch = {
      attached: () => {
        this.#isAttachedAnew = true;
        this.#tell({ status: 'live' });
      },
      lost: (error) => !signal.aborted && this.#tell({ status: 'resuming', ...(error && { error }) }),
    };
    try {
      const after = this.get().view.lastSeq;
      for await (const event of attach(this.#connection, this.#sessionId, { after, channels: this.#channels, signal }, watch)) {
        this.#pending.push(event);
        this.#schedule();
      }

      if (!signal.aborted) {
        this.#tell({ status: 'ended' });
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#tell({ status: 'failed', error: AIWhispererError.ofHub(error) ?? AIWhispererError.lost(error) });
      }
    }
  }

  #tell(next: Pick<FollowedSession, 'status' | 'error'>): void {
    this.#next = next;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), frame);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { view, ...before } = this.get();
    const current = this.#isAttachedAnew && view.isDraining ? { ...view, isDraining: false } : view;
    const next = reduceAll(current, this.#pending);
    const state = this.#next ?? before;
    this.#isAttachedAnew = false;
    this.#pending = [];
    this.#next = undefined;
    if (next !== view || state.status !== before.status || state.error !== before.error) {
      this.#store.set({ view: next, ...state });
    }
  }
}
