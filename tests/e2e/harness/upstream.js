import { subscribe } from 'node:diagnostics_channel';
import { LLMock } from '@copilotkit/aimock';
import { eventually } from './within.js';

// aimock writes a reply to its end even when the caller is gone, which would keep the test process alive for as long. Ending the
// response stops it; not at once, or aimock would not count the request as destroyed.
subscribe('http.server.request.start', ({ response }) => response.once('close', () => setImmediate(() => response.end())));

/** The environment with the key that the upstream asks for. */
export const withKey = { OPENAI_API_KEY: 'sk-e2e-3f9d2c' };

/** An OpenAI-compatible model back end on loopback, by aimock. */
export class Upstream {
  constructor(mock) {
    this.mock = mock;
  }

  static async start(stage) {
    const mock = new LLMock({ host: '127.0.0.1', port: 0, strict: true, metrics: true, auth: { apiKeys: [withKey.OPENAI_API_KEY] } });
    const upstream = new Upstream(mock);
    await mock.start();
    stage.after(() => mock.stop());
    return upstream;
  }

  get url() {
    return `${this.mock.url}/v1`;
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
}

function lastQuestion(body) {
  return body.messages.findLast((message) => message.role === 'user').content;
}

/** A text of that many words, all different, so that a piece that is missing or doubled shows. */
export function words(count) {
  return Array.from({ length: count }, (_, index) => `word-${index} `).join('');
}
