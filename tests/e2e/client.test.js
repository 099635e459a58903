import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { AIWhispererError, clientOf, feedOf, until } from './harness/client.js';
import { assemble } from './harness/feed.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const agents = `
writer:
  name: Writer
  prompt: You are Wanda.
  ai_config: { provider: offline, model: offline-full }
  tool_sets: [full_filesystem]
  client_tools: true
  approval:
    - { tool: write_file, decision: ask }
reader:
  name: Reader
  prompt: You are Rita.
  ai_config: { provider: offline, model: offline-full }
`;

const stage = new Stage();
let server;

before(async () => {
  const workspace = await Workspace.create(stage);
  await workspace.useOnlyAgent(agents);
  await mkdir(workspace.path('data/workspace'), { recursive: true });
  await workspace.write('data/workspace/notes.md', 'Pears\n');
  server = await Server.start(stage, workspace, { env: { AIWhisperer__Sessions__DefaultAgent: 'reader' } });
});

after(() => stage.end());

test('A first message: connected by itself, the words as they arrive, the whole answer at the end', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  assert.equal(client.connection.get().status, 'idle');

  const session = await client.createSession({ title: 'Numbers' });
  assert.equal(client.connection.get().status, 'connected');
  const feed = feedOf(client, session.id);
  const receipt = await client.send(session.id, 'Count to 10');
  const end = await feed.untilEnd(receipt.turnId);

  assert.deepEqual([session.title, session.activeAgentId, receipt.agentId, receipt.replayed], ['Numbers', 'reader', 'reader', false]);
  assert.equal(end.type, 'turn.completed');
  assert.deepEqual([...assemble(feed.events).values()], ['1 2 3 4 5 6 7 8 9 10']);
  assert.match(feed.events.find((event) => event.type === 'message.added').clientMessageId, /^[0-9a-f]{32}$/);
});

test('An iteration ends when its session is closed, and is left by break, by its signal and by close', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession();
  const leaving = new AbortController();
  const [closed, aborted] = [feedOf(client, session.id), feedOf(client, session.id, { signal: leaving.signal })];
  await Promise.all([closed.untilType('session.created'), aborted.untilType('session.created')]);

  for await (const event of client.attach(session.id)) {
    assert.equal(event.type, 'session.created');
    break;
  }

  leaving.abort();
  assert.equal(await aborted.ended, undefined);
  await client.rest.DELETE('/api/sessions/{sessionId}', { params: { path: { sessionId: session.id } } });
  assert.equal(await closed.ended, undefined);
  assert.equal(closed.events.at(-1).type, 'session.closed');

  const other = await client.createSession();
  const feed = feedOf(client, other.id);
  await feed.untilType('session.created');
  await client.close();
  assert.equal(await feed.ended, undefined);
  assert.equal(client.connection.get().status, 'closed');
  await assert.rejects(client.send(other.id, 'Hello'), { name: 'AIWhispererError', code: 'client_closed' });
});

test('A turn is cancelled, an agent is switched, a message goes to another agent', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession();
  const feed = feedOf(client, session.id);

  const sent = await client.send(session.id, 'Count to 500');
  await feed.untilText(sent.turnId, 20);
  const cancelled = await client.cancel(session.id, sent.turnId);
  assert.deepEqual([cancelled.status, cancelled.cancelledBy], ['cancelled', 'user']);

  const switched = await client.switchAgent(session.id, 'writer', { policy: 'last', last: 1 });
  assert.equal(switched.activeAgentId, 'writer');
  assert.deepEqual((await feed.untilType('agent.switched')).carryOver, { policy: 'last', messages: 1 });
  const back = await client.send(session.id, { text: 'Count to 3', agentId: 'reader' });
  assert.equal(back.agentId, 'reader');
  await feed.untilEnd(back.turnId);
});

test('A tool call is approved once, by the client that answers first', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession({ agentId: 'writer' });
  const feed = feedOf(client, session.id);
  const sent = await client.send(session.id, 'Read notes.md and write a summary to summary.md');
  const question = await feed.untilType('tool.approvalRequired');

  await assert.rejects(client.approve(session.id, question.approvalId, { decision: 'approve', hash: 'x' }), { code: 'approval_mismatch' });
  const answered = await client.approve(session.id, question.approvalId, { decision: 'refuse', reason: 'Not now.', hash: question.hash });

  assert.deepEqual([answered.resolution, answered.answerReason], ['refused', 'Not now.']);
  await assert.rejects(client.approve(session.id, question.approvalId, { decision: 'approve' }), { code: 'approval_resolved' });
  await feed.untilEnd(sent.turnId);
});

test('Errors are of one kind, with the code of the server, over the hub and over REST', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const nowhere = '0'.repeat(32);
  const expected = (more) => (error) => {
    assert.ok(error instanceof AIWhispererError);
    assert.deepEqual(Object.fromEntries(Object.keys(more).map((key) => [key, error[key]])), more);
    return true;
  };

  await assert.rejects(client.send(nowhere, 'Hello'), expected({ code: 'session_not_found' }));
  await assert.rejects(feedOf(client, nowhere).ended.then((error) => { throw error; }), expected({ code: 'session_not_found' }));
  const params = { path: { sessionId: nowhere } };
  await assert.rejects(client.rest.GET('/api/sessions/{sessionId}', { params }), expected({ code: 'session_not_found', status: 404 }));
  const session = await client.createSession();
  await assert.rejects(client.send(session.id, ' '), expected({ code: 'invalid_request', field: 'text' }));
  await assert.rejects(feedOf(client, session.id, { after: 1_000_000 }).ended.then((error) => { throw error; }), expected({ code: 'invalid_cursor' }));
});

test('A message that is too large fails alone: whoever follows goes on over another connection', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession();
  const feed = feedOf(client, session.id);
  await feed.untilType('session.created');

  await assert.rejects(client.send(session.id, 'x'.repeat(300_000)), { name: 'AIWhispererError', code: 'too_large' });
  const sent = await client.send(session.id, 'Count to 3');
  await feed.untilEnd(sent.turnId);
});

test('A call beside a message that is too large is not told that it is', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession();
  const feed = feedOf(client, session.id);

  const sending = [client.send(session.id, 'x'.repeat(300_000)), client.send(session.id, 'Count to 3'), client.send(session.id, 'x'.repeat(400_000))];
  const [one, two, three] = await Promise.allSettled(sending);

  assert.deepEqual([one.reason?.code, two.status, three.reason?.code], ['too_large', 'fulfilled', 'too_large']);
  await feed.untilEnd(two.value.turnId);
  assert.equal(feed.events.filter((event) => event.type === 'message.added').length, 1);
});

test('Tools that are too large to be declared end the iteration, with the reason', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession({ agentId: 'writer' });
  const tools = [{ name: 'tell', description: 'x'.repeat(300_000), parameters: { type: 'object', properties: {} } }];

  const error = await feedOf(client, session.id, { tools }).ended;

  assert.equal(error.code, 'too_large');
});

test('Two clients of a session are told the same, in the same order', async (t) => {
  const mine = Stage.of(t);
  const [one, two] = [clientOf(mine, server.url), clientOf(mine, server.url)];
  const session = await one.createSession();
  const feeds = [feedOf(one, session.id), feedOf(two, session.id)];
  const sent = await Promise.all([
    one.send(session.id, 'Count to 15'), two.send(session.id, 'Count to 12'), two.send(session.id, { text: 'Count to 9', agentId: 'writer' }),
  ]);

  for (const { turnId } of sent) {
    await Promise.all(feeds.map((feed) => feed.untilEnd(turnId)));
  }

  assert.deepEqual(feeds[0].durable(), feeds[1].durable());
  assert.deepEqual([...assemble(feeds[0].events)], [...assemble(feeds[1].events)]);
});

test('A follower has the view of the session, and goes on where it was when somebody looks again', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const session = await client.createSession({ title: 'Watched' });
  const follower = client.follow(session.id);
  assert.equal(follower.get().status, 'loading');
  const live = await until(follower, ({ status }) => status === 'live', 'the view to be live');
  assert.equal(live.view.title, 'Watched');

  // Nobody looks now.
  const sent = await client.send(session.id, 'Count to 5');
  await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Count to 3' });
  assert.equal(follower.get().view, live.view);

  const { view } = await until(follower, ({ view }) => view.turns[sent.turnId]?.status === 'completed' && view.openTurns.length === 0, 'both turns');
  const texts = view.timeline.map((item) => item.text);
  assert.deepEqual(texts.toSorted(), ['1 2 3', '1 2 3 4 5', 'Count to 3', 'Count to 5']);
  const closing = until(follower, ({ status }) => status === 'ended', 'the session to end');
  await client.rest.DELETE('/api/sessions/{sessionId}', { params: { path: { sessionId: session.id } } });
  const ended = await closing;
  assert.equal(ended.view.isClosed, true);
});

test('A follower of what does not exist fails, and says why', async (t) => {
  const client = clientOf(Stage.of(t), server.url);
  const { error } = await until(client.follow('0'.repeat(32)), ({ status }) => status === 'failed', 'the follower to fail');
  assert.equal(error.code, 'session_not_found');
});
