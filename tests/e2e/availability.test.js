import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const carol = `carol:
  name: "Carol, who has no fallback"
  prompt: You are Carol.
  ai_config:
    provider: openai
    model: gpt-4.1
`;

test('Without a key an agent falls back as configured and says so, and one without fallback is unavailable', async (t) => {
  const stage = Stage.of(t);
  const workspace = await Workspace.create(stage);
  await workspace.write('config/agents/carol.yaml', carol);
  const server = await Server.start(stage, workspace);
  const agents = Object.fromEntries((await call(server, 'GET', '/api/agents')).body.agents.map((agent) => [agent.id, agent]));

  assert.deepEqual([agents.alice.availability, agents.carol.availability], ['degraded', 'unavailable']);
  assert.deepEqual(agents.alice.activeModel, { provider: 'offline', model: 'offline-full' });
  assert.match(agents.alice.reason, /OPENAI_API_KEY is not set/);
  assert.match(agents.carol.reason, /OPENAI_API_KEY is not set; set it in the server's environment/);

  const session = (await call(server, 'POST', '/api/sessions', {})).body;
  const turn = (await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Count to 5' })).body;
  assert.deepEqual([turn.status, turn.provider, turn.model, turn.text], ['completed', 'offline', 'offline-full', '1 2 3 4 5']);
  assert.match(turn.fellBackBecause, /OPENAI_API_KEY is not set/);

  const refused = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Hello', agentId: 'carol' });
  assert.deepEqual([refused.status, refused.body.code], [503, 'agent_unavailable']);
  assert.match(refused.body.detail, /OPENAI_API_KEY is not set/);
  const page = (await call(server, 'GET', `/api/sessions/${session.id}/messages`)).body;
  assert.equal(page.messages.some((message) => message.agentId === 'carol'), false);
});

test('A fault of the provider ends the turn with its code, and what was written stays', async (t) => {
  const stage = Stage.of(t);
  const upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.write('config/agents/carol.yaml', carol);
  await workspace.pointOpenAIAt(upstream.url);
  const server = await Server.start(stage, workspace, { env: withKey });
  const client = await HubClient.connect(stage, server.url);
  const session = await client.invoke('CreateSession', { agentId: 'carol' });
  const feed = client.attach(session.id);
  upstream.answer('Be refused.', { error: { message: 'Rate limit reached', type: 'rate_limit_error' }, status: 429 });
  upstream.answer('Break down.', { error: { message: 'The server had an error', type: 'server_error' }, status: 500 });
  upstream.answer('Break off.', words(1_000), { chunkSize: 10, latency: 5, truncateAfterChunks: 8 });
  upstream.answer('Work again.', 'Gladly.');

  const ends = [];
  for (const text of ['Be refused.', 'Break down.', 'Break off.', 'Work again.']) {
    const sent = await client.invoke('Send', session.id, { text });
    ends.push(await feed.untilEnd(sent.turnId));
  }

  assert.deepEqual(ends.map((end) => end.type), ['turn.failed', 'turn.failed', 'turn.failed', 'turn.completed']);
  assert.deepEqual(
    ends.slice(0, 3).map((end) => end.error.code),
    ['provider_rate_limited', 'provider_unavailable', 'provider_truncated'],
  );
  const partial = feed.events.find((event) => event.type === 'message.completed' && event.partial);
  assert.ok(partial.text.length > 0 && words(1_000).startsWith(partial.text));
  assert.equal(JSON.stringify(feed.events).includes(withKey.OPENAI_API_KEY), false);
  assert.equal(server.output.join('\n').includes(withKey.OPENAI_API_KEY), false);
});

test('A wrong key is told as such and shown nowhere', async (t) => {
  const stage = Stage.of(t);
  const upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.write('config/agents/carol.yaml', carol);
  await workspace.pointOpenAIAt(upstream.url);
  const wrongKey = 'sk-wrong-77aa12bc';
  const server = await Server.start(stage, workspace, { env: { OPENAI_API_KEY: wrongKey } });
  const session = (await call(server, 'POST', '/api/sessions', { agentId: 'carol' })).body;

  const turn = (await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Hello' })).body;

  assert.deepEqual([turn.status, turn.error.code, turn.error.retryable], ['failed', 'provider_authentication', false]);
  assert.equal(`${JSON.stringify(turn)}${server.output.join('\n')}`.includes(wrongKey), false);
});
