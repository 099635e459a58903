import assert from 'node:assert/strict';
import { access, mkdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const agent = `
writer:
  name: Writer
  prompt: You are Wanda.
  ai_config: { provider: offline, model: offline-full }
  tool_sets: [full_filesystem]
  approval:
    - { tool: write_file, decision: ask }
reader:
  name: Reader
  prompt: You are Rita.
  ai_config: { provider: offline, model: offline-full }
  tool_sets: [readonly_filesystem]
`;

const request = 'Read notes/a.md, notes/b.md and notes/c.md, and write a summary to summary.md';
const summary = '# Summary\n\n- notes/a.md: Apples\n- notes/b.md: Pears\n- notes/c.md: Plums\n';

/** A server of an agent that may write, with three notes in its workspace. */
async function prepare(t) {
  const stage = Stage.of(t);
  const workspace = await Workspace.create(stage);
  await workspace.useOnlyAgent(agent);
  await mkdir(workspace.path('data/workspace/notes'), { recursive: true });
  await workspace.write('data/workspace/notes/a.md', '# Apples\n\nThey are red.\n');
  await workspace.write('data/workspace/notes/b.md', 'Pears\n');
  await workspace.write('data/workspace/notes/c.md', '\nPlums\n');
  const start = () => Server.start(stage, workspace);
  const written = () => readFile(workspace.path('data/workspace/summary.md'), 'utf8');
  const isWritten = () => access(workspace.path('data/workspace/summary.md')).then(() => true, () => false);
  return { stage, start, written, isWritten };
}

async function ask(stage, server, agentId = 'writer') {
  const client = await HubClient.connect(stage, server.url);
  const session = await client.invoke('CreateSession', { agentId });
  const feed = client.attach(session.id);
  const sent = await client.invoke('Send', session.id, { text: request });
  return { client, session, feed, sent };
}

test('An agent reads three files and writes one when a person agrees', async (t) => {
  const { stage, start, written, isWritten } = await prepare(t);
  const server = await start();
  const { client, session, feed, sent } = await ask(stage, server);

  const question = await feed.untilType('tool.approvalRequired');

  assert.deepEqual([question.name, question.effect, question.arguments], ['write_file', 'write', { path: 'summary.md', content: summary }]);
  assert.equal(await isWritten(), false);
  const waiting = await call(server, 'GET', `/api/sessions/${session.id}/turns/${sent.turnId}`);
  assert.equal(waiting.body.status, 'waitingForApproval');
  await client.invoke('ResolveApproval', session.id, question.approvalId, { decision: 'approve' });
  const ending = await feed.untilEnd(sent.turnId);

  assert.equal(ending.type, 'turn.completed');
  assert.equal(await written(), summary);
  const calls = feed.events.filter((event) => event.type === 'tool.completed');
  assert.deepEqual(calls.map((event) => [event.name, event.outcome]), [
    ['read_file', 'succeeded'], ['read_file', 'succeeded'], ['read_file', 'succeeded'], ['write_file', 'succeeded'],
  ]);
  const resolved = feed.events.filter((event) => event.type === 'tool.approvalResolved');
  assert.deepEqual(resolved.map((event) => [event.approvalId, event.resolution]), [[question.approvalId, 'approved']]);
  const second = await client.problem('ResolveApproval', session.id, question.approvalId, { decision: 'refuse' });
  assert.equal(second.code, 'approval_resolved');
});

test('A refusal reaches the agent with its reason, and nothing is written', async (t) => {
  const { stage, start, isWritten } = await prepare(t);
  const server = await start();
  const { session, feed, sent } = await ask(stage, server);
  const question = await feed.untilType('tool.approvalRequired');

  const answer = { decision: 'refuse', reason: 'Not in this folder.' };
  const { status } = await call(server, 'POST', `/api/sessions/${session.id}/approvals/${question.approvalId}`, answer);
  await feed.untilEnd(sent.turnId);

  assert.equal(status, 200);
  const done = feed.events.findLast((event) => event.type === 'tool.completed');
  assert.deepEqual([done.name, done.outcome], ['write_file', 'notRun']);
  assert.match(done.error, /Not in this folder\./);
  assert.equal(await isWritten(), false);
});

for (const [how, end] of [['stopped', (server) => server.stop()], ['killed', (server) => server.kill()]]) {
  test(`A question outlives a server that is ${how}: the answer comes to the next one, and the tool runs once`, async (t) => {
    const { stage, start, written, isWritten } = await prepare(t);
    const first = await start();
    const { session, feed, sent } = await ask(stage, first);
    const question = await feed.untilType('tool.approvalRequired');
    await end(first);

    const second = await start();
    const client = await HubClient.connect(stage, second.url);
    const later = client.attach(session.id, 0);
    const pending = (await call(second, 'GET', `/api/sessions/${session.id}/approvals`)).body;
    assert.match(JSON.stringify(pending), new RegExp(question.approvalId));
    assert.equal(await isWritten(), false);
    await client.invoke('ResolveApproval', session.id, question.approvalId, { decision: 'approve' });
    const ending = await later.untilEnd(sent.turnId);

    assert.equal(ending.type, 'turn.completed');
    assert.equal(await written(), summary);
    const durable = later.durable();
    assert.equal(durable.filter((event) => event.type === 'turn.resumed').length, 1);
    assert.equal(durable.filter((event) => event.type === 'tool.completed' && event.name === 'write_file').length, 1);
  });
}

test('What an agent is not granted is not offered to it, and not run', async (t) => {
  const { stage, start, isWritten } = await prepare(t);
  const server = await start();
  const { session, feed, sent } = await ask(stage, server, 'reader');

  await feed.untilEnd(sent.turnId);

  const turn = (await call(server, 'GET', `/api/sessions/${session.id}/turns/${sent.turnId}`)).body;
  assert.match(turn.text, /I would call the tool write_file, but it is not granted to me/);
  assert.equal(await isWritten(), false);
  const granted = (await call(server, 'GET', '/api/agents/reader/tools')).body;
  assert.doesNotMatch(JSON.stringify(granted.tools), /write_file/);
});
