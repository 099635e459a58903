import { AIWhispererError } from './AIWhispererError.js';
import { attach } from './attach.js';
import type { Connection } from './Connection.js';
import type { MessageChannel, SessionEvent } from './generated/api.js';
import { Store, type Observable } from './Store.js';
import { emptyView, reduceAll } from './view/reduce.js';
import type { SessionView } from './view/view.js';

export interface FollowedSession {
  readonly view: SessionView;
  /**
   * `loading` until the view has caught up with the log for the first time, `resuming` until it has after a lost connection, `live`
   * otherwise; `ended` when the session is closed, or following it was; `failed` with `error` for what does not heal by itself.
   */
  readonly status: 'loading' | 'live' | 'resuming' | 'ended' | 'failed';
  readonly error?: AIWhispererError;
}

/** The time between two changes that are told, milliseconds: that of a frame. */
const frame = 16;

/** How long nothing has to come after a lost connection before nothing was missed, milliseconds. */
const silence = 250;

/**
 * The view of a session, kept up to date while anybody is subscribed, and told of at most once in a frame. When nobody is any more it
 * leaves the session, and goes on where it was with the next subscriber.
 */
export class SessionFollower implements Observable<FollowedSession> {
  readonly #connection: Connection;
  readonly #sessionId: string;
  readonly #channels: readonly MessageChannel[] | undefined;
  readonly #store: Store<FollowedSession>;
  #subscribers = 0;
  #leaving: AbortController | undefined;
  #isClosed = false;
  #events: SessionEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #state: Omit<FollowedSession, 'view'> = { status: 'loading' };
  #isCatchingUp = false;

  constructor(connection: Connection, sessionId: string, channels: readonly MessageChannel[] | undefined) {
    this.#connection = connection;
    this.#sessionId = sessionId;
    this.#channels = channels;
    this.#store = new Store<FollowedSession>({ view: emptyView(sessionId), status: 'loading' });
  }

  readonly get = (): FollowedSession => this.#store.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#store.subscribe(listener);
    this.#subscribers++;
    this.#begin();
    let isSubscribed = true;
    return () => {
      unsubscribe();
      this.#subscribers -= isSubscribed ? 1 : 0;
      isSubscribed = false;
      if (this.#subscribers === 0) {
        this.#leave();
      }
    };
  };

  /** Leaves the session for good. */
  close(): void {
    this.#isClosed = true;
    if (this.#state.status !== 'failed') {
      this.#state = { status: 'ended' };
    }

    this.#leave();
  }

  #begin(): void {
    if (!this.#leaving && !this.#isClosed && this.#state.status !== 'ended' && this.#state.status !== 'failed') {
      this.#leaving = new AbortController();
      void this.#run(this.#leaving.signal);
    }
  }

  #leave(): void {
    this.#leaving?.abort();
    this.#leaving = undefined;
    this.#isCatchingUp = false;
    this.#tell();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const watch = {
      attached: () => {
        this.#isCatchingUp = true;
        this.#tellIn(silence);
      },
      lost: (error: AIWhispererError | undefined) => {
        if (!signal.aborted) {
          this.#isCatchingUp = false;
          this.#become({ status: this.#state.status === 'loading' ? 'loading' : 'resuming', ...(error && { error }) });
        }
      },
    };
    try {
      const options = { after: this.get().view.lastSeq, channels: this.#channels, signal };
      for await (const event of attach(this.#connection, this.#sessionId, options, watch)) {
        this.#events.push(event);
        this.#tellIn(frame);
      }

      if (!signal.aborted) {
        this.#become({ status: 'ended' });
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#become({ status: 'failed', error: AIWhispererError.ofHub(error) ?? AIWhispererError.lost(error) });
      }
    }
  }

  #become(state: Omit<FollowedSession, 'view'>): void {
    this.#state = state;
    this.#tellIn(frame);
  }

  #tellIn(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    if (this.#timer === undefined || due < this.#due) {
      clearTimeout(this.#timer);
      this.#due = due;
      this.#timer = setTimeout(() => this.#tell(), milliseconds);
    }
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const before = this.get();
    const events = this.#events;
    this.#events = [];
    let view = reduceAll(before.view, events);
    if (this.#isCatchingUp) {
      // What is written right now comes after all that was missed; so does silence. Every log has a first event.
      const isMissing = events.length > 0 && !events.some((event) => event.type === 'message.delta');
      this.#isCatchingUp = isMissing || view.lastSeq === 0;
      if (isMissing) {
        this.#tellIn(frame);
      } else if (!this.#isCatchingUp) {
        // A server that stopped since would not have let anybody attach.
        view = view.isDraining ? { ...view, isDraining: false } : view;
        this.#state = { status: 'live' };
      }
    }

    if (view !== before.view || this.#state.status !== before.status || this.#state.error !== before.error) {
      this.#store.set({ view, ...this.#state });
    }
  }
}
