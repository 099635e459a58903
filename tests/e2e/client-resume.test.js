import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientOf, emptyView, feedOf, reduceAll, until } from './harness/client.js';
import { assemble } from './harness/feed.js';
import { HubClient } from './harness/hub.js';
import { Relay } from './harness/relay.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const text = words(600);

const stage = new Stage();
let upstream;
let workspace;
let server;

before(async () => {
  upstream = await Upstream.start(stage);
  workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  upstream.answer('Tell me more.', text, { chunkSize: 10, latency: 5 });
  upstream.answer('Hello.', 'Good day.');
  server = await Server.start(stage, workspace, { env: withKey });
});

after(() => stage.end());

async function storedText(sessionId) {
  const page = await call(server, 'GET', `/api/sessions/${sessionId}/messages`);
  return page.body.messages.find((message) => message.role === 'assistant').text;
}

test('A client that is cut off again and again in mid-stream has every event once and the stored text', async (t) => {
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const feed = feedOf(client, session.id);
  const sent = await client.send(session.id, 'Tell me more.');

  for (const length of [200, 900, 1_700, 2_500, 3_300]) {
    await feed.untilText(sent.turnId, length);
    relay.cut();
  }

  await feed.untilEnd(sent.turnId);
  assert.deepEqual([...assemble(feed.events).values()], [text]);
  assert.equal(await storedText(session.id), text);
  const log = (await call(server, 'GET', `/api/sessions/${session.id}/events?limit=1000`)).body.events;
  assert.deepEqual(feed.durable(), log);
  assert.deepEqual(reduceAll(emptyView(session.id), feed.events), reduceAll(emptyView(session.id), log));
});

test('A message whose receipt was lost is sent again, and accepted once', async (t) => {
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const witness = (await HubClient.connect(mine, server.url)).attach(session.id);

  relay.mute();
  const sending = client.send(session.id, 'Hello.');
  const added = await witness.untilType('message.added');
  relay.cut();
  const receipt = await sending;

  assert.deepEqual([receipt.replayed, receipt.turnId, receipt.messageId], [true, added.turnId, added.messageId]);
  await witness.untilEnd(receipt.turnId);
  assert.equal(witness.events.filter((event) => event.type === 'message.added').length, 1);
});

test('The state of the connection tells that it is lost, when it is tried again, and that it is back', async (t) => {
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const follower = client.follow(session.id);
  const statuses = new Set();
  follower.subscribe(() => statuses.add(follower.get().status));
  await until(follower, ({ status }) => status === 'live', 'the view to be live');

  relay.leadTo({ url: 'http://127.0.0.1:9' });
  relay.cut();
  const waiting = await until(client.connection, ({ attempt, retryAt }) => attempt >= 1 && retryAt, 'an attempt to fail');
  assert.equal(waiting.status, 'reconnecting');
  assert.equal(waiting.error.code, 'connection_lost');
  await until(follower, ({ status }) => status === 'resuming', 'the view to resume');

  relay.leadTo(server);
  client.connection.retry();
  const back = await until(client.connection, ({ status }) => status === 'connected', 'the connection to be back');
  assert.deepEqual(back, { status: 'connected', attempt: 0 });
  await until(follower, ({ status }) => status === 'live', 'the view to be live again');
  assert.deepEqual([...statuses].filter((status) => status !== 'loading'), ['live', 'resuming']);
});

test('A quiet session is attached to again with each new connection, however often the one before was lost', async (t) => {
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const follower = client.follow(session.id);
  mine.after(follower.subscribe(() => {}));
  await until(follower, ({ status }) => status === 'live', 'the view to be live');

  const waits = t.mock.method(globalThis, 'setTimeout').mock;
  for (let time = 1; time <= 6; time++) {
    relay.cut();
    await until(client.connection, ({ status }) => status === 'reconnecting', `the connection to be lost, ${time}`);
    await until(follower, ({ status }) => status === 'resuming', `the view to resume, ${time}`);
    client.connection.retry();
    await until(client.connection, ({ status }) => status === 'connected', `the connection to be back, ${time}`);
    await until(follower, ({ status }) => status === 'live', `the view to be live again, ${time}`);
  }

  // Those that grow are drawn by chance, and hardly ever a whole number; the connection's own were ended by retry() while they are short.
  assert.deepEqual(waits.calls.map((call) => call.arguments[1]).filter((delay) => delay > 400 && !Number.isInteger(delay)), []);
});

test('After a kill and a new start the client goes on by itself: the void text is gone, the next turn is answered', async (t) => {
  const mine = Stage.of(t);
  const own = await Workspace.create(mine);
  await own.pointOpenAIAt(upstream.url);
  const first = await Server.start(mine, own, { env: withKey });
  const relay = await Relay.start(mine, first);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const feed = feedOf(client, session.id);
  const follower = client.follow(session.id);
  mine.after(follower.subscribe(() => {}));
  const sent = await client.send(session.id, 'Tell me more.');
  await feed.untilText(sent.turnId, 500);

  await first.kill();
  const second = await Server.start(mine, own, { env: withKey });
  relay.leadTo(second);
  client.connection.retry();

  const interrupted = await feed.untilEnd(sent.turnId);
  assert.equal(interrupted.type, 'turn.interrupted');
  const next = await client.send(session.id, 'Hello.');
  await feed.untilEnd(next.turnId);
  const { view } = await until(follower, ({ view }) => view.turns[next.turnId]?.endedAt, 'the second turn in the view');
  const log = (await call(second, 'GET', `/api/sessions/${session.id}/events?limit=1000`)).body.events;
  assert.deepEqual(feed.durable(), log);
  assert.deepEqual(view, reduceAll(emptyView(session.id), log));
  assert.deepEqual(view.timeline.filter((item) => item.kind === 'agent').map((item) => item.text), ['Good day.']);
});

test('A reader that falls behind keeps little waiting, and has the whole text when it reads on', async (t) => {
  const mine = Stage.of(t);
  const [slow, quick] = [clientOf(mine, server.url), clientOf(mine, server.url)];
  const session = await quick.createSession();
  const events = slow.attach(session.id, { maxUnread: 20 })[Symbol.asyncIterator]();
  const seen = [(await events.next()).value];
  const feed = feedOf(quick, session.id);
  const sent = await quick.send(session.id, 'Tell me more.');
  await feed.untilEnd(sent.turnId);

  while (seen.at(-1).type !== 'turn.completed') {
    seen.push((await events.next()).value);
  }

  await events.return();
  assert.deepEqual([...assemble(seen).values()], [text]);
  assert.ok(seen.length < 40, `the slow reader was given ${seen.length} events, the quick one ${feed.events.length}`);
});

test('A wrong key is told at once, and a right one let in', async (t) => {
  const mine = Stage.of(t);
  const own = await Workspace.create(mine);
  const hash = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
  const guarded = await Server.start(mine, own, {
    env: { AIWhisperer__Authentication__Keys__0__Name: 'ann', AIWhisperer__Authentication__Keys__0__Hash: hash },
  });
  let key = 'wrong';
  const client = clientOf(mine, guarded.url, { apiKey: () => key });

  await assert.rejects(client.createSession(), { name: 'AIWhispererError', code: 'unauthorized', status: 401 });
  assert.deepEqual([client.connection.get().status, client.connection.get().error.code], ['idle', 'unauthorized']);
  await assert.rejects(client.rest.GET('/api/agents'), { code: 'unauthorized', status: 401 });

  key = 'secret';
  assert.equal((await client.createSession()).owner, 'ann');
  assert.equal((await client.rest.GET('/api/agents')).response.status, 200);
});
