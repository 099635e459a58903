import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assemble } from './harness/feed.js';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let upstream;
let server;

before(async () => {
  upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  server = await Server.start(stage, workspace, { env: withKey });
});

after(() => stage.end());

/** A client that follows a session of its own. */
async function converse(t) {
  const client = await HubClient.connect(Stage.of(t), server.url);
  const session = await client.invoke('CreateSession', {});
  return { client, session, feed: client.attach(session.id) };
}

async function messagesOf(sessionId) {
  const page = await call(server, 'GET', `/api/sessions/${sessionId}/messages?limit=200`);
  return page.body.messages;
}

test('Two agents of one session answer by two models, and the second knows what was said', async (t) => {
  const { client, session, feed } = await converse(t);
  upstream.answer('Who wrote Faust?', 'Goethe wrote it.', { model: 'gpt-4.1' });
  upstream.answer('Why does it crash?', 'Because the list is empty.', { model: 'gpt-4.1-mini' });

  const first = await client.invoke('Send', session.id, { text: 'Who wrote Faust?' });
  await feed.untilEnd(first.turnId);
  const switched = await client.invoke('SwitchAgent', session.id, 'debbie', null);
  const second = await client.invoke('Send', session.id, { text: 'Why does it crash?' });
  await feed.untilEnd(second.turnId);

  assert.equal(session.activeAgentId, 'alice');
  assert.equal(switched.activeAgentId, 'debbie');
  assert.deepEqual([first.agentId, second.agentId], ['alice', 'debbie']);
  const [toAlice, toDebbie] = upstream.requests('Who wrote Faust?', 'Why does it crash?');
  assert.deepEqual([toAlice.model, toDebbie.model], ['gpt-4.1', 'gpt-4.1-mini']);
  assert.match(toAlice.messages[0].content, /You are Alice/);
  assert.match(toDebbie.messages[0].content, /You are Debbie/);
  assert.match(JSON.stringify(toDebbie.messages), /Who wrote Faust\?.*Goethe wrote it\./);
  const change = await feed.untilType('agent.switched');
  assert.deepEqual([change.from, change.to, change.by, change.carryOver], ['alice', 'debbie', 'user', { policy: 'full', messages: 2 }]);
  const texts = [...assemble(feed.events).values()];
  assert.deepEqual(texts, ['Goethe wrote it.', 'Because the list is empty.']);
  const stored = (await messagesOf(session.id)).filter((message) => message.role === 'assistant');
  assert.deepEqual(stored.map((message) => message.text), texts);
  const loops = (await call(server, 'GET', '/api/loops')).body.loops.filter((loop) => loop.sessionId === session.id);
  assert.deepEqual(loops.map((loop) => [loop.agentId, loop.model]).sort(), [['alice', 'gpt-4.1'], ['debbie', 'gpt-4.1-mini']]);
});

test('Two agents of one session write at the same time', async (t) => {
  const { client, session, feed } = await converse(t);
  const alice = upstream.hold('Think.', 'I have thought.');
  upstream.answer('Be quick.', 'Done.');

  const slow = await client.invoke('Send', session.id, { text: 'Think.' });
  const quick = await client.invoke('Send', session.id, { text: 'Be quick.', agentId: 'debbie' });
  const quickEnd = await feed.untilEnd(quick.turnId);
  assert.equal(feed.events.some((event) => event.turnId === slow.turnId && event.type === 'turn.completed'), false);
  alice.release();
  const slowEnd = await feed.untilEnd(slow.turnId);

  assert.deepEqual([quickEnd.type, slowEnd.type], ['turn.completed', 'turn.completed']);
  assert.deepEqual([...assemble(feed.events).values()].sort(), ['Done.', 'I have thought.']);
});

test('Cancelling a long turn closes the upstream request and keeps what was written', async (t) => {
  const { client, session, feed } = await converse(t);
  upstream.answer('Write a novel.', words(20_000), { chunkSize: 10, latency: 5 });
  upstream.answer('Are you there?', 'Yes.');

  const sent = await client.invoke('Send', session.id, { text: 'Write a novel.' });
  await feed.untilText(sent.turnId, 200);
  const destroyed = await upstream.destroyed();
  const cancelled = await client.invoke('Cancel', session.id, sent.turnId);
  await upstream.untilDestroyed(destroyed + 1);

  const end = await feed.untilEnd(sent.turnId);
  assert.deepEqual([end.type, end.by, cancelled.status], ['turn.cancelled', 'user', 'cancelled']);
  const [, reply] = await messagesOf(session.id);
  assert.equal(reply.partial, true);
  assert.ok(reply.text.length >= 200 && words(20_000).startsWith(reply.text));
  assert.equal(assemble(feed.events).get(reply.messageId), reply.text);

  const again = await client.invoke('Cancel', session.id, sent.turnId);
  assert.equal(again.status, 'cancelled');
  const next = await client.invoke('Send', session.id, { text: 'Are you there?' });
  assert.equal((await feed.untilEnd(next.turnId)).type, 'turn.completed');
});

test('A message to a busy agent waits or is refused, as its sender asks', async (t) => {
  const { client, session, feed } = await converse(t);
  const first = upstream.hold('First.', 'One.');
  upstream.answer('Second.', 'Two.');

  const running = await client.invoke('Send', session.id, { text: 'First.' });
  await feed.untilType('turn.started');
  const waiting = await client.invoke('Send', session.id, { text: 'Second.', onBusy: 'enqueue' });
  const refused = await client.problem('Send', session.id, { text: 'Third.', onBusy: 'reject' });
  first.release();
  await feed.untilEnd(waiting.turnId);

  assert.deepEqual([running.position, waiting.position], [0, 1]);
  assert.equal(refused.code, 'agent_busy');
  assert.deepEqual([...assemble(feed.events).values()], ['One.', 'Two.']);
  assert.equal(upstream.requests('First.', 'Second.', 'Third.').length, 2);
});

test('Two clients of one session see the same events', async (t) => {
  const { client, session, feed } = await converse(t);
  const other = await HubClient.connect(Stage.of(t), server.url);
  const otherFeed = other.attach(session.id);
  upstream.answer('Write a page.', words(120), { chunkSize: 10, latency: 2 });

  const sent = await client.invoke('Send', session.id, { text: 'Write a page.' });
  await Promise.all([feed.untilEnd(sent.turnId), otherFeed.untilEnd(sent.turnId)]);

  assert.deepEqual(otherFeed.durable(), feed.durable());
  assert.deepEqual(assemble(otherFeed.events), assemble(feed.events));
});

test('REST waits for a turn and tells it as the hub does', async (t) => {
  const { session, feed } = await converse(t);
  upstream.answer('Hello?', 'Hello.');

  const waited = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Hello?' });
  const read = await call(server, 'GET', `/api/sessions/${session.id}/turns/${waited.body.turnId}`);
  const end = await feed.untilEnd(waited.body.turnId);
  const receipt = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Hello?' }, { Prefer: 'respond-async' });
  await feed.untilEnd(receipt.body.turnId);

  assert.equal(waited.status, 200);
  assert.deepEqual([waited.body.status, waited.body.text, waited.body.model], ['completed', 'Hello.', 'gpt-4.1']);
  assert.deepEqual(read.body, waited.body);
  assert.deepEqual(end.usage, waited.body.usage);
  assert.equal(receipt.status, 202);
  assert.equal(receipt.headers.get('Preference-Applied'), 'respond-async');
  assert.equal(receipt.headers.get('Location'), `/api/sessions/${session.id}/turns/${receipt.body.turnId}`);
});

test('A tool that the model asks for is run, and its result goes back to the model', async (t) => {
  const { client, session, feed } = await converse(t);
  upstream.mock.on(
    { userMessage: 'What day is it?', hasToolResult: false },
    { toolCalls: [{ id: 'call_7', name: 'get_current_time', arguments: '{"time_zone":"UTC"}' }] },
  );
  upstream.mock.on({ userMessage: 'What day is it?', hasToolResult: true }, { content: 'It is Sunday.' });

  const sent = await client.invoke('Send', session.id, { text: 'What day is it?' });
  await feed.untilEnd(sent.turnId);

  const requested = await feed.untilType('tool.requested');
  const completed = await feed.untilType('tool.completed');
  assert.deepEqual([requested.name, requested.arguments], ['get_current_time', { time_zone: 'UTC' }]);
  assert.equal(completed.callId, requested.callId);
  assert.match(completed.result, /\d{4}-\d{2}-\d{2}/);
  const [, second] = upstream.requests('What day is it?');
  const result = second.messages.find((message) => message.role === 'tool');
  assert.equal(result.content, completed.result);
  assert.deepEqual([...assemble(feed.events).values()], ['It is Sunday.']);
});

test('Errors of the hub carry the code, the field and the remedy as JSON', async (t) => {
  const { client, session } = await converse(t);

  const problems = [
    await client.problem('Send', session.id, { text: ' ' }),
    await client.problem('Send', session.id, { text: 'Hello', agent: 'debbie' }),
    await client.problem('Send', '0'.repeat(32), { text: 'Hello' }),
    await client.problem('SwitchAgent', session.id, 'nobody', null),
    await client.problem('Cancel', session.id, '0'.repeat(32)),
  ];

  assert.deepEqual(
    problems.map((problem) => problem.code),
    ['invalid_request', 'invalid_request', 'session_not_found', 'agent_not_found', 'turn_not_found'],
  );
  assert.deepEqual(problems.slice(0, 2).map((problem) => problem.field), ['text', 'agent']);
  assert.match(problems[3].message, /alice.*debbie/);
});
