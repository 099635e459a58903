import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientOf, emptyView, feedOf, reduce, reduceAll } from './harness/client.js';
import { Relay } from './harness/relay.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey, words } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const agents = `
nora:
  name: Nora
  prompt: You are Nora.
  ai_config: { provider: openai, model: gpt-4.1 }
  tool_sets: [full_filesystem]
  client_tools: true
  approval:
    - { tool: write_file, decision: ask }
    - { tool: page_title, decision: always }
otto:
  name: Otto
  prompt: You are Otto.
  ai_config: { provider: openai, model: gpt-4.1-mini }
`;

const channels = ['final', 'commentary', 'analysis'];
const stage = new Stage();
let sessionId;
let server;
let seen;
let log;

/** One long session in which everything happens, as a client lives through it that is cut off and whose server is killed. */
before(async () => {
  const upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.useOnlyAgent(agents);
  await workspace.pointOpenAIAt(upstream.url);
  answer(upstream);
  const start = () => Server.start(stage, workspace, { env: { ...withKey, AIWhisperer__Sessions__DefaultAgent: 'nora' } });
  server = await start();
  const relay = await Relay.start(stage, server);
  const client = clientOf(stage, relay.url, { channels });
  ({ id: sessionId } = await client.createSession({ title: 'All at once' }));
  const feed = feedOf(client, sessionId);
  const told = (message) => client.send(sessionId, message);
  const toEnd = async (message) => feed.untilEnd((await told(message)).turnId);
  const begun = async (message) => {
    const sent = await told(message);
    await feed.untilText(sent.turnId, 30);
    return sent;
  };
  const answered = async (message, decision) => {
    const sent = await told(message);
    const isMine = (event) => event.type === 'tool.approvalRequired' && event.turnId === sent.turnId;
    const { approvalId, hash } = await feed.until(isMine, 'the question');
    await client.approve(sessionId, approvalId, { decision, hash });
    await feed.untilEnd(sent.turnId);
  };

  await toEnd('Think first.');
  await toEnd('Look around.');
  await answered('Note it.', 'approve');
  await answered('Note it again.', 'refuse');
  const asked = await told({ text: 'What is shown?', tools: [{ name: 'page_title', description: 'Tells it.', parameters: { type: 'object' } }] });
  const { callId } = await feed.untilType('tool.clientCalled');
  await client.provideToolResult(sessionId, asked.turnId, callId, { result: 'News' });
  await feed.untilEnd(asked.turnId);
  await client.cancel(sessionId, (await begun('Write a novel.')).turnId);
  const steered = await begun('Write a poem.');
  await told({ text: 'Make it rhyme.', onBusy: 'steer' });
  await feed.untilEnd(steered.turnId);
  relay.cut();
  await begun('Write a novel.');
  await toEnd({ text: 'Hello.', onBusy: 'rollback' });
  await begun('Write a novel.');
  const waiting = await told('Hello.');
  await toEnd({ text: 'Hello.', onBusy: 'interrupt' });
  await feed.untilEnd(waiting.turnId);
  await toEnd('Fail.');
  await client.switchAgent(sessionId, 'otto');
  const [one, two] = [await begun({ text: 'Write a poem.', agentId: 'nora' }), await told('Hello.')];
  await Promise.all([feed.untilEnd(one.turnId), feed.untilEnd(two.turnId)]);
  const killed = await begun('Write a novel.');
  await server.kill();
  server = await start();
  relay.leadTo(server);
  client.connection.retry();
  await feed.untilEnd(killed.turnId);
  await client.rest.PATCH('/api/sessions/{sessionId}', { params: { path: { sessionId } }, body: { title: 'All in order' } });
  await toEnd('Hello.');

  seen = feed.events;
  log = (await call(server, 'GET', `/api/sessions/${sessionId}/events?limit=1000&channels=${channels}`)).body.events;
});

after(() => stage.end());

function answer(upstream) {
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  const note = { name: 'write_file', arguments: JSON.stringify({ path: 'note.txt', content: 'It rains.' }) };
  upstream.answer('Think first.', { content: 'It is 4.', reasoning: 'Two and two, that is four.', usage });
  upstream.script('Look around.', [
    { response: { content: 'Let me see.', toolCalls: [{ name: 'list_directory', arguments: '{}' }], usage } },
    { response: { content: 'There is nothing.', usage } },
  ]);
  upstream.script('Note it.', [{ response: { toolCalls: [note], usage } }, { response: { content: 'Noted.', usage } }]);
  upstream.script('Note it again.', [{ response: { toolCalls: [note], usage } }, { response: { content: 'I may not.', usage } }]);
  upstream.script('What is shown?', [
    { response: { toolCalls: [{ name: 'page_title', arguments: '{}' }], usage } },
    { response: { content: 'The news.', usage } },
  ]);
  upstream.answer('Write a novel.', words(20_000), { chunkSize: 10, latency: 5 });
  upstream.answer('Write a poem.', words(30), { chunkSize: 5, latency: 10 });
  upstream.answer('Make it rhyme.', words(10), { chunkSize: 5 });
  upstream.answer('Hello.', 'Good day.', { chunkSize: 3 });
  upstream.answer('Fail.', { error: { message: 'No.' }, status: 400 });
}

const empty = () => emptyView(sessionId);

test('Everything has happened that a view has to tell', () => {
  const types = new Set(seen.map((event) => event.type));
  const expected = [
    'session.created', 'session.renamed', 'agent.switched', 'message.added', 'message.delta', 'message.completed', 'tool.requested',
    'tool.approvalRequired', 'tool.approvalResolved', 'tool.clientCalled', 'tool.completed', 'turn.queued', 'turn.started', 'turn.steered',
    'turn.completed', 'turn.cancelled', 'turn.failed', 'turn.interrupted',
  ];
  assert.deepEqual(expected.filter((type) => !types.has(type)), []);
  assert.deepEqual(seen.filter((event) => event.type !== 'message.delta'), log);
  assert.ok(seen.some((event) => event.type === 'tool.completed' && event.result === 'News'));
});

test('Cut anywhere and attached again, the view is that of the whole log', () => {
  const whole = reduceAll(empty(), log);
  assert.deepEqual(reduceAll(empty(), seen), whole);

  let before = empty();
  for (const event of seen) {
    before = reduce(before, event);
    const missed = log.filter(({ seq }) => seq > event.seq);
    assert.deepEqual(reduceAll(before, missed), whole, `cut after ${event.type} ${event.seq}`);
  }
});

test('What the server gives after a cursor is what was missed', async (t) => {
  const client = clientOf(Stage.of(t), server.url, { channels });
  const last = seen.at(-1).seq;
  for (const { seq } of seen.filter((_, index) => index % Math.ceil(seen.length / 20) === 0)) {
    const feed = feedOf(client, sessionId, { after: seq });
    await feed.until((event) => event.seq === last, 'the last event');
    assert.deepEqual(feed.durable(), log.filter((event) => event.seq > seq));
  }
});

test('The texts and turns of the view are those of REST', async () => {
  const view = reduceAll(empty(), seen);
  const { messages } = (await call(server, 'GET', `/api/sessions/${sessionId}/messages?limit=200&channels=${channels}`)).body;
  const said = view.timeline.filter((item) => item.kind !== 'notice' && item.kind !== 'tool' && !item.isRolledBack);
  assert.deepEqual(
    said.map(({ kind, text }) => [kind === 'user' ? 'user' : 'assistant', text]),
    messages.map(({ role, text }) => [role, text]),
  );

  for (const turn of Object.values(view.turns)) {
    const told = (await call(server, 'GET', `/api/sessions/${sessionId}/turns/${turn.turnId}`)).body;
    const fields = ['agentId', 'status', 'provider', 'model', 'finishReason', 'cancelledBy', 'replacedBy', 'error', 'usage', 'timings'];
    assert.deepEqual(fields.map((field) => turn[field]), fields.map((field) => told[field]), turn.turnId);
    assert.equal(turn.isRolledBack, told.rolledBack ?? false);
  }
});

test('A view shares what an event does not touch, and is the same after one that it has', () => {
  for (let index = 1; index < seen.length; index++) {
    const before = reduceAll(empty(), seen.slice(0, index));
    const next = reduce(before, seen[index]);
    if (seen[index].type === 'message.delta') {
      assert.equal(next.turns, before.turns);
      assert.equal(next.approvals, before.approvals);
      assert.ok(before.timeline.every((item, place) => item === next.timeline[place] || item.key === seen[index].messageId));
    }

    assert.equal(reduce(next, seen[index]), next);
  }

  const view = reduceAll(empty(), seen);
  const later = reduce(view, { type: 'weather.changed', seq: view.lastSeq + 1, at: seen.at(-1).at });
  assert.deepEqual(later, { ...view, lastSeq: view.lastSeq + 1 });
  assert.equal(later.timeline, view.timeline);
});
