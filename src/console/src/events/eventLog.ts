/** An event as the inspector takes it: also of a type that this console does not know. */
export interface LoggedEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly agentId?: string | null;
  readonly turnId?: string | null;
  readonly messageId?: string | null;
  readonly text?: string | null;
}

export interface LogRow {
  /** The place in the log, from 0; never changes. */
  readonly place: number;
  readonly event: LoggedEvent;
  /** How many pieces the text has come in; 0 for all that is no `message.delta`. */
  readonly pieces: number;
}

export interface LogSnapshot {
  readonly rows: readonly LogRow[];
  /** How many of the oldest rows were let go. */
  readonly forgotten: number;
}

/** So many rows are kept; beyond, the oldest go in lots, for moving all the others costs. */
const mostRows = 50_000;
const lot = 5_000;

/** Listeners hear at most this often, however fast the events come. */
const quietMs = 100;

/** The events of a session as they came, the deltas of a message as one row. */
export class EventLog {
  #rows: LogRow[] = [];
  #forgotten = 0;
  #lastSeq = 0;
  #snapshot: LogSnapshot = { rows: [], forgotten: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  /** The rows of messages that are being written, by message. */
  readonly #open = new Map<string, number>();

  /** Where to go on from. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get = (): LogSnapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  push(event: LoggedEvent): void {
    this.#lastSeq = event.seq;
    if (event.type === 'message.delta' && event.messageId) {
      this.#pushDelta(event, event.messageId);
    } else {
      if (event.messageId) {
        this.#open.delete(event.messageId);
      }

      this.#add(event, 0);
    }

    this.#timer ??= setTimeout(() => this.#publish(), quietMs);
  }

  #pushDelta(event: LoggedEvent, messageId: string): void {
    const place = this.#open.get(messageId);
    const index = place === undefined ? -1 : place - this.#forgotten;
    const row = this.#rows[index];
    if (row) {
      this.#rows[index] = { ...row, event: { ...row.event, text: `${row.event.text ?? ''}${event.text ?? ''}` }, pieces: row.pieces + 1 };
    } else {
      this.#open.set(messageId, this.#add(event, 1));
    }
  }

  #add(event: LoggedEvent, pieces: number): number {
    if (this.#rows.length >= mostRows) {
      this.#rows.splice(0, lot);
      this.#forgotten += lot;
    }

    const place = this.#forgotten + this.#rows.length;
    this.#rows.push({ place, event, pieces });
    return place;
  }

  #publish(): void {
    this.#timer = undefined;
    this.#snapshot = { rows: this.#rows.slice(), forgotten: this.#forgotten };
    this.#listeners.forEach((listener) => listener());
  }
}
