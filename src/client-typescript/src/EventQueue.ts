import type { IStreamResult, ISubscription } from '@microsoft/signalr';
import type { SessionEvent } from './generated/api.js';

/** How much text may wait, whatever the number of events; one event is always taken. */
const mostCharacters = 4_000_000;

/**
 * The events of one stream of the hub that wait for their consumer. The hub has no way to make the server wait, so a queue that is full
 * leaves the stream: it gives what it has and ends, and the consumer attaches again from there.
 */
export class EventQueue implements AsyncIterable<SessionEvent> {
  readonly #events: SessionEvent[] = [];
  readonly #mostEvents: number;
  #next = 0;
  #characters = 0;
  #isOverrun = false;
  #end: { readonly error?: unknown } | undefined;
  #awake: (() => void) | undefined;
  readonly #subscription: ISubscription<SessionEvent>;

  constructor(stream: IStreamResult<SessionEvent>, mostEvents: number) {
    this.#mostEvents = mostEvents;
    this.#subscription = stream.subscribe({
      next: (event) => this.#push(event),
      complete: () => this.#finish({}),
      error: (error) => this.#finish({ error }),
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SessionEvent, void> {
    while (true) {
      const event = this.#take();
      if (event) {
        yield event;
      } else if (this.#end) {
        if (this.#end.error !== undefined) {
          throw this.#end.error;
        }

        return;
      } else {
        await new Promise<void>((resolve) => (this.#awake = resolve));
      }
    }
  }

  /** Whether it left because too much waited. */
  get isOverrun(): boolean {
    return this.#isOverrun;
  }

  /** Leaves the stream. What waits is still given. */
  leave(): void {
    if (!this.#end) {
      this.#finish({});
      this.#subscription.dispose();
    }
  }

  #push(event: SessionEvent): void {
    if (this.#end) {
      return;
    }

    this.#events.push(event);
    this.#characters += sizeOf(event);
    if (this.#events.length - this.#next >= this.#mostEvents || this.#characters > mostCharacters) {
      this.#isOverrun = true;
      this.leave();
    }

    this.#awake?.();
  }

  #take(): SessionEvent | undefined {
    const event = this.#events[this.#next];
    if (event) {
      this.#next++;
      this.#characters -= sizeOf(event);
    }

    if (this.#next === this.#events.length) {
      this.#events.length = this.#next = 0;
    }

    return event;
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#awake?.();
  }
}

function sizeOf(event: SessionEvent): number {
  switch (event.type) {
    case 'message.delta':
    case 'message.completed':
    case 'message.added':
      return event.text.length;
    case 'tool.completed':
      return (event.result ?? event.error ?? '').length;
    default:
      return 0;
  }
}
