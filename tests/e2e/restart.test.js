import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { assemble, isEnding } from './harness/feed.js';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

async function prepare(t) {
  const stage = Stage.of(t);
  const upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  const start = (env = {}) => Server.start(stage, workspace, { env: { ...withKey, ...env } });
  return { stage, upstream, start };
}

async function logOf(server, sessionId) {
  return (await call(server, 'GET', `/api/sessions/${sessionId}/events?limit=1000`)).body.events;
}

test('A server that is stopped and started again has its sessions, histories and active agents', async (t) => {
  const { upstream, start } = await prepare(t);
  upstream.answer('Remember: the key is under the mat.', 'I shall.');
  upstream.answer('Where is the key?', 'Under the mat.');
  const first = await start();
  const session = (await call(first, 'POST', '/api/sessions', { title: 'Keys' })).body;
  await call(first, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Remember: the key is under the mat.' });
  await call(first, 'PUT', `/api/sessions/${session.id}/agent`, { agentId: 'debbie' });
  const before = await logOf(first, session.id);

  assert.equal(await first.stop(), 0);
  const second = await start();

  assert.deepEqual(await logOf(second, session.id), before);
  const found = (await call(second, 'GET', `/api/sessions/${session.id}`)).body;
  assert.deepEqual([found.title, found.activeAgentId], ['Keys', 'debbie']);
  const listed = (await call(second, 'GET', '/api/sessions')).body;
  assert.deepEqual(listed.sessions.map((row) => row.id), [session.id]);
  const turn = (await call(second, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Where is the key?' })).body;
  assert.deepEqual([turn.agentId, turn.model, turn.text], ['debbie', 'gpt-4.1-mini', 'Under the mat.']);
  assert.match(JSON.stringify(upstream.requests('Where is the key?')[0].messages), /the key is under the mat/);
});

test('A stop in mid-stream tells its clients, interrupts the turn and keeps what was written', async (t) => {
  const { stage, upstream, start } = await prepare(t);
  upstream.answer('Write a novel.', words(20_000), { chunkSize: 10, latency: 5 });
  const first = await start({ AIWhisperer__Loops__ShutdownGrace: '00:00:00.5' });
  const client = await HubClient.connect(stage, first.url);
  const session = await client.invoke('CreateSession', {});
  const feed = client.attach(session.id);
  const sent = await client.invoke('Send', session.id, { text: 'Write a novel.' });
  await feed.untilText(sent.turnId, 200);

  assert.equal(await first.stop(), 0);
  await feed.ended;
  await upstream.untilDestroyed(1);
  const lastWords = feed.durable().slice(-3);
  assert.deepEqual(lastWords.map((event) => event.type), ['server.draining', 'message.completed', 'turn.interrupted']);
  assert.equal(lastWords[0].graceMs, 500);
  const second = await start();

  const turn = (await call(second, 'GET', `/api/sessions/${session.id}/turns/${sent.turnId}`)).body;
  assert.deepEqual([turn.status, turn.replies[0].partial], ['interrupted', true]);
  const [seen] = assemble(feed.events.filter((event) => event.type === 'message.delta')).values();
  assert.ok(turn.text === seen && words(20_000).startsWith(turn.text));
  assert.deepEqual(await logOf(second, session.id), feed.durable());
});

test('After a kill in mid-stream nothing acknowledged is missing: the turn is interrupted, the waiting ones run', async (t) => {
  const { stage, upstream, start } = await prepare(t);
  upstream.answer('Write a novel.', words(20_000), { chunkSize: 10, latency: 5 });
  upstream.answer('And then?', 'Then I ran.');
  upstream.answer('Find the fault.', 'Found.');
  const first = await start();
  const client = await HubClient.connect(stage, first.url);
  const session = await client.invoke('CreateSession', { title: 'Killed' });
  const feed = client.attach(session.id);
  const done = await client.invoke('Send', session.id, { text: 'Find the fault.', agentId: 'debbie' });
  await feed.untilEnd(done.turnId);
  const running = await client.invoke('Send', session.id, { text: 'Write a novel.' });
  await feed.untilText(running.turnId, 200);
  const waiting = await client.invoke('Send', session.id, { text: 'And then?' });

  await first.kill();
  await feed.ended;
  const second = await start();

  const next = await HubClient.connect(stage, second.url);
  const resumed = next.attach(session.id, feed.lastSeq);
  assert.equal((await resumed.untilEnd(running.turnId)).type, 'turn.interrupted');
  assert.equal((await resumed.untilEnd(waiting.turnId)).type, 'turn.completed');

  const log = await logOf(second, session.id);
  const seen = [...feed.durable(), ...resumed.durable()];
  assert.deepEqual(seen, log);
  assert.ok(log.every((event, index) => index === 0 || event.seq > log[index - 1].seq));
  for (const receipt of [done, running, waiting]) {
    const added = log.find((event) => event.type === 'message.added' && event.turnId === receipt.turnId);
    assert.deepEqual([added.seq, added.messageId, added.agentId], [receipt.seq, receipt.messageId, receipt.agentId]);
  }

  assert.equal(log.find((event) => event.type === 'message.completed' && event.turnId === waiting.turnId).text, 'Then I ran.');
  const after = await next.invoke('Send', session.id, { text: 'And then?' });
  assert.equal((await resumed.untilEnd(after.turnId)).type, 'turn.completed');
});

test('A message whose receipt was lost in a kill is sent again, on either wire, and is there once', async (t) => {
  const { stage, upstream, start } = await prepare(t);
  upstream.answer('Are you there?', 'I am.');
  const first = await start();
  const client = await HubClient.connect(stage, first.url);
  const session = await client.invoke('CreateSession', {});
  const feed = client.attach(session.id);
  const message = { text: 'Are you there?', clientMessageId: randomUUID() };

  client.connection.invoke('Send', session.id, message).catch(() => {});
  const added = await feed.untilType('message.added');
  await first.kill();
  const second = await start();
  const next = await HubClient.connect(stage, second.url);
  const again = await next.invoke('Send', session.id, message);
  const turns = `/api/sessions/${session.id}/turns`;
  const posted = await call(second, 'POST', turns, { text: message.text }, { 'Idempotency-Key': message.clientMessageId });
  const conflict = await next.problem('Send', session.id, { ...message, text: 'Are you gone?' });

  assert.equal(added.clientMessageId, message.clientMessageId);
  assert.deepEqual([again.turnId, again.seq, again.replayed], [added.turnId, added.seq, true]);
  assert.deepEqual([posted.body.turnId, posted.headers.get('Idempotency-Replayed')], [added.turnId, 'true']);
  assert.deepEqual([conflict.code, conflict.field], ['idempotency_conflict', 'clientMessageId']);
  const log = await logOf(second, session.id);
  assert.equal(log.filter((event) => event.type === 'message.added').length, 1);
  assert.equal(log.filter(isEnding).length, 1);
});
