import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assemble } from './harness/feed.js';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const key = withKey.OPENAI_API_KEY;
const stage = new Stage();
let upstream;
let server;

before(async () => {
  upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  const address = upstream.url.replace('/v1', '');
  await workspace.write('config/providers.yaml', `providers:
  claude: { kind: anthropic, base_url: "${address}", api_key: "\${CLAUDE_KEY}", resilience: { max_attempts: 1 } }
  stranger: { kind: anthropic, base_url: "${address}", api_key: "\${WRONG_KEY}", resilience: { max_attempts: 1 } }
`);
  const agent = (id, provider) => `${id}: { name: ${id}, prompt: You are Cleo., ai_config: { provider: ${provider}, model: claude-a, top_p: 0.5 },
  allow_tools: [get_current_time] }\n`;
  await workspace.useOnlyAgent(agent('cleo', 'claude') + agent('sam', 'stranger'));
  server = await Server.start(stage, workspace, { env: { CLAUDE_KEY: key, WRONG_KEY: 'sk-wrong-88bb23cd' } });
});

after(() => stage.end());

async function converse(t, agentId = 'cleo') {
  const client = await HubClient.connect(Stage.of(t), server.url);
  const session = await client.invoke('CreateSession', { agentId });
  const feed = client.attach(session.id);
  const ask = async (text) => feed.untilEnd((await client.invoke('Send', session.id, { text })).turnId);
  return { client, session, feed, ask };
}

test('Claude streams its answer, and remembers', async (t) => {
  const { feed, ask } = await converse(t);
  upstream.answer('Tell a story.', words(200), { chunkSize: 20 });
  upstream.answer('Go on.', 'It ended.');

  const ends = [await ask('Tell a story.'), await ask('Go on.')];

  assert.deepEqual(ends.map((end) => [end.type, end.finishReason]), [['turn.completed', 'stop'], ['turn.completed', 'stop']]);
  assert.deepEqual([...assemble(feed.events).values()], [words(200), 'It ended.']);
  assert.ok(feed.events.filter((event) => event.type === 'message.delta').length > 1);
  const asked = upstream.mock.getRequests().at(-1);
  assert.match(JSON.stringify(asked.body), /Tell a story.*word-199.*Go on/);
});

test('Claude calls a tool and goes on with its result', async (t) => {
  const { feed, ask } = await converse(t);
  upstream.mock.on(
    { userMessage: 'What time is it?', hasToolResult: false }, { content: 'Let me look.', toolCalls: [{ name: 'get_current_time', arguments: '{}' }] });
  upstream.mock.on({ userMessage: 'What time is it?', hasToolResult: true }, { content: 'Late.' });

  const end = await ask('What time is it?');

  assert.equal(end.type, 'turn.completed');
  const done = feed.events.find((event) => event.type === 'tool.completed');
  assert.match(done.result, /\d\d:\d\d/);
  assert.equal([...assemble(feed.events).values()].at(-1), 'Late.');
});

test('Cancelling closes the request to Claude', async (t) => {
  const { client, session, feed } = await converse(t);
  upstream.answer('Write a novel.', words(20_000), { chunkSize: 10, latency: 5 });

  const sent = await client.invoke('Send', session.id, { text: 'Write a novel.' });
  await feed.untilText(sent.turnId, 200);
  const destroyed = await upstream.destroyed();
  await client.invoke('Cancel', session.id, sent.turnId);
  await upstream.untilDestroyed(destroyed + 1);

  assert.equal((await feed.untilEnd(sent.turnId)).type, 'turn.cancelled');
});

test('A fault of Claude ends the turn with its code, and what was written stays', async (t) => {
  upstream.answer('Be refused.', { error: { message: 'Number of requests exceeded', type: 'rate_limit_error' }, status: 429 });
  upstream.answer('Be busy.', { error: { message: 'Overloaded', type: 'overloaded_error' }, status: 529 });
  upstream.answer('Break off.', words(1_000), { chunkSize: 10, latency: 5, truncateAfterChunks: 8 });
  upstream.answer('Work again.', 'Gladly.');

  // A session each: what follows an unanswered message is told to Claude as one message with it.
  const ends = [];
  const events = [];
  for (const text of ['Be refused.', 'Be busy.', 'Break off.', 'Work again.']) {
    const { feed, ask } = await converse(t);
    ends.push(await ask(text));
    events.push(...feed.events);
  }

  assert.deepEqual(ends.map((end) => end.error?.code ?? end.type), [
    'provider_rate_limited', 'provider_unavailable', 'provider_truncated', 'turn.completed',
  ]);
  const partial = events.find((event) => event.type === 'message.completed' && event.partial);
  assert.ok(partial.text.length > 0 && words(1_000).startsWith(partial.text));
  assert.equal(`${JSON.stringify(events)}${server.output.join('\n')}`.includes(key), false);
});

test('A key that Claude refuses is told as such and shown nowhere', async (t) => {
  const { feed, ask } = await converse(t, 'sam');

  const end = await ask('Hello');
  const tried = (await call(server, 'POST', '/api/providers/stranger/test')).body;

  assert.deepEqual([end.error.code, end.error.retryable], ['provider_authentication', false]);
  assert.deepEqual([tried.outcome, tried.error.code], ['failed', 'provider_authentication']);
  assert.match(tried.error.message, /WRONG_KEY/);
  assert.equal(`${JSON.stringify([feed.events, tried])}${server.output.join('\n')}`.includes('sk-wrong-88bb23cd'), false);
});

test('Claude can be tried', async () => {
  upstream.answer('Hi', 'Hello!');

  const tried = (await call(server, 'POST', '/api/providers/claude/test')).body;

  assert.deepEqual([tried.outcome, tried.model, tried.answeredBy], ['answered', 'claude-a', 'claude-a']);
  assert.ok(tried.firstTokenMs <= tried.totalMs);
});
