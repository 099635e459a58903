import { isEnding } from './events.js';
import type { MessageDelta, SessionEvent } from './generated/api.js';

/** How far a client has come in a session's log: which events it has, and how much of the messages that are being written. */
export class Cursor {
  readonly #lengths = new Map<string, { readonly turnId: string | undefined; readonly length: number }>();
  readonly #start: number;
  #seq: number;
  #durable: number;

  constructor(after: number) {
    this.#start = this.#seq = this.#durable = after;
  }

  /** The `seq` of the last event taken. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether the last event taken is one that the log does not keep. */
  get hasLive(): boolean {
    return this.#seq > this.#durable;
  }

  /** Goes back to the last event that the log keeps; what was had of messages since is remembered. */
  rewind(): void {
    this.#seq = this.#durable;
  }

  /**
   * The event as it is to be passed on: undefined for what was had already, and of a delta only what is new.
   * @returns `hole` when text is missing before the delta.
   */
  take(event: SessionEvent): SessionEvent | 'hole' | undefined {
    if (event.seq <= this.#seq) {
      return undefined;
    }

    if (event.type === 'message.delta') {
      return this.#takeDelta(event);
    }

    this.#seq = this.#durable = event.seq;
    if (isEnding(event)) {
      // What was not completed by then never will be.
      this.#lengths.forEach(({ turnId }, messageId) => turnId === event.turnId && this.#lengths.delete(messageId));
    } else if (event.type === 'message.completed' || event.type === 'message.dropped') {
      this.#lengths.delete(event.messageId);
    }

    return event;
  }

  #takeDelta(delta: MessageDelta): MessageDelta | 'hole' | undefined {
    // Who begins in the middle of a log may have the beginning of a message already.
    const known = this.#lengths.get(delta.messageId)?.length ?? (this.#start > 0 ? delta.offset : 0);
    if (delta.offset > known) {
      return 'hole';
    }

    this.#seq = delta.seq;
    const end = delta.offset + delta.text.length;
    if (end <= known) {
      return undefined;
    }

    this.#lengths.set(delta.messageId, { turnId: delta.turnId, length: end });
    return delta.offset === known ? delta : { ...delta, offset: known, text: delta.text.slice(known - delta.offset) };
  }
}
