import assert from 'node:assert/strict';
import { within } from './within.js';

const endings = ['turn.completed', 'turn.cancelled', 'turn.failed', 'turn.interrupted'];

export const isEnding = (event) => endings.includes(event.type);

/** The events one subscriber was given, in order. */
export class Feed {
  #waiting = [];

  constructor() {
    this.events = [];
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  get lastSeq() {
    return this.events.at(-1)?.seq ?? 0;
  }

  push(event) {
    this.events.push(event);
    this.#waiting = this.#waiting.filter(({ matches, resolve }) => !matches(event) || resolve(event));
  }

  /** The first event that matches, be it here already or yet to come. */
  until(matches, what) {
    const known = this.events.find(matches);
    const found = known ? Promise.resolve(known) : new Promise((resolve) => this.#waiting.push({ matches, resolve }));
    const latest = () => `the latest events are ${JSON.stringify(this.events.slice(-3))}`;
    const over = this.ended.then((error) => {
      throw new Error(`The stream ended before ${what} (${error?.message ?? 'without an error'}); ${latest()}`);
    });
    return within(Promise.race([found, over]), () => `${what}; ${latest()}`);
  }

  untilType(type) {
    return this.until((event) => event.type === type, type);
  }

  untilEnd(turnId) {
    return this.until((event) => event.turnId === turnId && isEnding(event), `the end of turn ${turnId}`);
  }

  untilText(turnId, length) {
    const holds = (event) => event.type === 'message.delta' && event.turnId === turnId && event.offset + event.text.length >= length;
    return this.until(holds, `${length} characters of turn ${turnId}`);
  }

  durable() {
    return this.events.filter((event) => event.type !== 'message.delta');
  }
}

/**
 * The text of every message as a client that only appends deltas has it, after a check that nothing is missing, repeated or out of
 * order.
 */
export function assemble(events) {
  const texts = new Map();
  let seq = 0;
  for (const event of events) {
    assert.ok(event.seq > seq, `seq ${event.seq} comes after ${seq}`);
    seq = event.seq;
    if (event.type === 'message.delta') {
      const before = texts.get(event.messageId) ?? '';
      assert.equal(event.offset, before.length, `a delta of ${event.messageId} begins where the one before it ended`);
      texts.set(event.messageId, before + event.text);
    } else if (event.type === 'message.completed') {
      assert.equal(texts.get(event.messageId), event.text, `the deltas of ${event.messageId} make up its text`);
    }
  }

  return texts;
}
