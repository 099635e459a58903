import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assemble } from './harness/feed.js';
import { HubClient } from './harness/hub.js';
import { Relay } from './harness/relay.js';
import { call, follow } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const text = words(300);

const stage = new Stage();
let server;

before(async () => {
  const upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  upstream.answer('Tell me more.', text, { chunkSize: 10, latency: 5 });
  server = await Server.start(stage, workspace, { env: withKey });
});

after(() => stage.end());

async function createSession() {
  return (await call(server, 'POST', '/api/sessions', {})).body;
}

async function storedText(sessionId) {
  const page = await call(server, 'GET', `/api/sessions/${sessionId}/messages`);
  return page.body.messages.find((message) => message.role === 'assistant').text;
}

test('A client that is cut off in mid-stream attaches again and has the stored text, nothing missing or doubled', async (t) => {
  const session = await createSession();
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = await HubClient.connect(mine, relay.url);
  const before = client.attach(session.id);
  const sent = await client.invoke('Send', session.id, { text: 'Tell me more.' });

  await before.untilText(sent.turnId, 500);
  relay.cut();
  await before.ended;
  assert.equal(before.events.some((event) => event.type === 'message.completed'), false);

  const next = await HubClient.connect(mine, relay.url);
  const after = next.attach(session.id, before.lastSeq);
  await after.untilEnd(sent.turnId);

  const [written] = assemble([...before.events, ...after.events]).values();
  assert.equal(written, text);
  assert.equal(await storedText(session.id), text);
});

test('A client that comes late is given what is written so far in one piece, then the rest', async (t) => {
  const session = await createSession();
  const client = await HubClient.connect(Stage.of(t), server.url);
  const early = client.attach(session.id);
  const sent = await client.invoke('Send', session.id, { text: 'Tell me more.' });

  await early.untilText(sent.turnId, 500);
  const late = client.attach(session.id, 0);
  await late.untilEnd(sent.turnId);

  const first = late.events.find((event) => event.type === 'message.delta');
  assert.equal(first.offset, 0);
  assert.ok(first.text.length >= 500, `the first piece has ${first.text.length} characters`);
  assert.deepEqual([...assemble(late.events).values()], [text]);
});

test('An event stream over HTTP goes on after Last-Event-ID', async (t) => {
  const session = await createSession();
  const events = `/api/sessions/${session.id}/events`;
  const before = await follow(server, events);
  const receipt = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Tell me more.' }, { Prefer: 'respond-async' });

  await before.feed.untilText(receipt.body.turnId, 500);
  before.leave();
  await before.feed.ended;
  const lastId = before.feed.events.at(-1).sse.id;
  const after = await follow(server, `${events}?after=0`, { headers: { 'Last-Event-ID': lastId } });
  await after.feed.untilEnd(receipt.body.turnId);
  after.leave();

  assert.match(after.response.headers.get('Content-Type'), /^text\/event-stream/);
  const all = [...before.feed.events, ...after.feed.events];
  assert.ok(all.every((event) => event.sse.id === `${event.seq}-${session.id.slice(0, 8)}` && event.sse.event === event.type));
  assert.deepEqual([...assemble(all).values()], [text]);
  assert.equal(await storedText(session.id), text);
});

test('A turn can be had as an event stream of its own, which ends with it', async (t) => {
  const session = await createSession();

  const turn = await follow(server, `/api/sessions/${session.id}/turns`, { method: 'POST', body: { text: 'Tell me more.' } });
  await turn.feed.ended;

  const types = turn.feed.durable().map((event) => event.type);
  assert.deepEqual(types, ['message.added', 'turn.started', 'message.completed', 'turn.completed']);
  assert.deepEqual([...assemble(turn.feed.events).values()], [text]);
});

test('A page of the log holds what the stream showed', async (t) => {
  const session = await createSession();
  const turn = await follow(server, `/api/sessions/${session.id}/turns`, { method: 'POST', body: { text: 'Tell me more.' } });
  await turn.feed.ended;

  const first = (await call(server, 'GET', `/api/sessions/${session.id}/events?limit=2`)).body;
  const rest = (await call(server, 'GET', `/api/sessions/${session.id}/events?after=${first.nextAfter}`)).body;

  const seen = turn.feed.durable().map(({ sse, ...event }) => event);
  assert.deepEqual([...first.events, ...rest.events].filter((event) => event.turnId), seen);
  assert.equal(first.events[0].type, 'session.created');
});
