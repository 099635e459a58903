import { subscribe } from 'node:diagnostics_channel';
import { LLMock } from '@copilotkit/aimock';
import { eventually } from './within.js';

// aimock writes a reply to its end even when the caller is gone, which would keep the test process alive for as long. Ending the
// response stops it; not at once, or aimock would not count the request as destroyed.
subscribe('http.server.request.start', ({ response }) => response.once('close', () => setImmediate(() => response.end())));

/** The environment with the key that the upstream asks for. */
export const withKey = { OPENAI_API_KEY: 'sk-e2e-3f9d2c' };

/** A model back end on loopback, by aimock: OpenAI-compatible below `url`, Claude's below `root`. */
export class Upstream {
  #ordinals = new WeakMap();
  #calls = new Map();

  constructor(mock) {
    this.mock = mock;
  }

  static async start(stage, options = {}) {
    const auth = { apiKeys: [withKey.OPENAI_API_KEY] };
    const mock = new LLMock({ host: '127.0.0.1', port: 0, strict: true, metrics: true, auth, ...options });
    const upstream = new Upstream(mock);
    await mock.start();
    stage.after(() => mock.stop());
    return upstream;
  }

  get url() {
    return `${this.mock.url}/v1`;
  }

  get root() {
    return this.mock.url;
  }

  /** What to answer to a user's message that holds `question`, whichever model is asked unless one is named. */
  answer(question, response, { model, ...pace } = {}) {
    this.mock.on({ userMessage: question, ...(model ? { model } : {}) }, typeof response === 'string' ? { content: response } : response, pace);
  }

  /** Holds the answer to a question back until `release` is called. */
  hold(question, response) {
    let release;
    const held = new Promise((resolve) => {
      release = () => resolve({ content: response });
    });
    this.mock.on({ userMessage: question }, () => held);
    return { release };
  }

  /**
   * Answers each user's message that holds `mark` step by step: its first request with the first step, and so on; the last step stays.
   * A step is a response, with its pace or the chaos that befalls it.
   */
  script(mark, steps) {
    steps.forEach(({ response, ...pace }, index) => {
      const isNext = (request) => Math.min(this.#ordinal(request), steps.length) === index + 1;
      this.mock.on({ userMessage: mark, predicate: isNext }, response, pace);
    });
  }

  /** How many requests came for a message that is answered by a script. */
  calls(text) {
    return this.#calls.get(text) ?? 0;
  }

  /** The bodies of the requests that hold one of the questions, in order of arrival. */
  requests(...questions) {
    return this.mock.getRequests().map((entry) => entry.body).filter((body) => questions.includes(lastQuestion(body)));
  }

  /** How many requests were given up by the caller. */
  async destroyed() {
    const metrics = await (await fetch(`${this.mock.url}/metrics`)).text();
    const counts = [...metrics.matchAll(/^aimock_requests_total\{[^}]*status="destroyed"[^}]*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  untilDestroyed(count) {
    return eventually(async () => (await this.destroyed()) === count, `whether ${count} requests were destroyed`);
  }

  /** Which request for its message this is. Each fixture asks, of the same object, and it counts once. */
  #ordinal(request) {
    if (!this.#ordinals.has(request)) {
      const text = lastQuestion(request);
      this.#calls.set(text, this.calls(text) + 1);
      this.#ordinals.set(request, this.calls(text));
    }

    return this.#ordinals.get(request);
  }
}

/** The user's message that a request is to answer. */
export function lastQuestion(body) {
  return body.messages.findLast((message) => message.role === 'user').content;
}

/** A text of that many words, all different, so that a piece that is missing or doubled shows. */
export function words(count) {
  return Array.from({ length: count }, (_, index) => `word-${index} `).join('');
}
