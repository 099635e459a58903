import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { clientOf, until } from './harness/client.js';
import { Stage } from './harness/stage.js';

/** What answers every request with one status: a wrong address, or something between client and server. */
async function answering(stage, status, problem) {
  const http = createServer((_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(problem && JSON.stringify(problem));
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  stage.after(() => http.close());
  return `http://127.0.0.1:${http.address().port}`;
}

for (const [status, code] of [[404, 'invalid_request'], [400, 'invalid_request'], [403, 'forbidden']]) {
  test(`An address that answers ${status} is told at once: asking again would not help`, async (t) => {
    const mine = Stage.of(t);
    const client = clientOf(mine, await answering(mine, status));

    await assert.rejects(client.createSession(), (error) => {
      assert.deepEqual([error.name, error.code, error.status], ['AIWhispererError', code, status]);
      return true;
    });

    assert.equal(client.connection.get().status, 'idle');
  });
}

test('A server that refuses for now is asked again when it said, and the error of a call says why it waited', async (t) => {
  const mine = Stage.of(t);
  const problem = { status: 429, code: 'rate_limited', detail: 'You call too fast.', retryAfterSeconds: 3_600 };
  const client = clientOf(mine, await answering(mine, 429, problem), { callTimeoutMs: 1_000 });
  const calling = client.createSession().catch((error) => error);

  const waiting = await until(client.connection, ({ retryAt }) => retryAt, 'the connection to wait');
  assert.deepEqual(
    [waiting.status, waiting.error.code, waiting.error.message, waiting.error.status], ['reconnecting', 'rate_limited', 'You call too fast.', 429]);
  assert.ok(waiting.retryAt - Date.now() > 1_000_000);

  const error = await calling;
  assert.deepEqual([error.code, error.retryAfterSeconds, error.cause.code], ['connection_lost', 3_600, 'rate_limited']);
  assert.match(error.message, /You call too fast\./);
});
