import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { clientOf, emptyView, feedOf, reduceAll } from './harness/client.js';
import { Relay } from './harness/relay.js';
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
    - { tool: look_out, decision: always }
`;

const stage = new Stage();
let server;

async function prepare(place) {
  const workspace = await Workspace.create(place);
  await workspace.useOnlyAgent(agents);
  await mkdir(workspace.path('data/workspace'), { recursive: true });
  return workspace;
}

const start = (place, workspace) => Server.start(place, workspace, { env: { AIWhisperer__Sessions__DefaultAgent: 'writer' } });

before(async () => {
  server = await start(stage, await prepare(stage));
});

after(() => stage.end());

/** A session of a client whose connection can be cut, and of a witness whose connection holds. */
async function cuttable(t, options) {
  const mine = Stage.of(t);
  const relay = await Relay.start(mine, server);
  const client = clientOf(mine, relay.url);
  const session = await client.createSession();
  const witness = feedOf(clientOf(mine, server.url), session.id, options);
  await witness.untilType('session.created');
  return { relay, client, session, witness };
}

test('A message that has no clientMessageId, be it named all the same, is accepted once', async (t) => {
  const { relay, client, session, witness } = await cuttable(t);

  relay.mute();
  const sending = client.send(session.id, { text: 'Count to 3', clientMessageId: undefined });
  await witness.untilType('message.added');
  relay.cut();
  const receipt = await sending;

  assert.equal(receipt.replayed, true);
  await witness.untilEnd(receipt.turnId);
  assert.equal(witness.events.filter((event) => event.type === 'message.added').length, 1);
});

test('An approval that arrived, and whose answer was lost, is no error', async (t) => {
  const { relay, client, session, witness } = await cuttable(t);
  const sent = await client.send(session.id, 'Call write_file with {"path": "a.md", "content": "x"}');
  const { approvalId, hash } = await witness.untilType('tool.approvalRequired');

  relay.mute();
  const approving = client.approve(session.id, approvalId, { decision: 'approve', hash });
  await witness.untilType('tool.approvalResolved');
  relay.cut();

  assert.equal((await approving).resolution, 'approved');
  await witness.untilEnd(sent.turnId);
  await assert.rejects(client.approve(session.id, approvalId, { decision: 'refuse', hash }), { code: 'approval_resolved' });
});

test('The result of a tool that arrived, and whose answer was lost, is no error', async (t) => {
  const tools = [{ name: 'look_out', description: 'Looks out of the window.', parameters: { type: 'object', properties: {} } }];
  const { relay, client, session, witness } = await cuttable(t, { tools });
  await client.send(session.id, 'Call look_out with {}');
  const { turnId, callId } = await witness.untilType('tool.clientCalled');

  relay.mute();
  const providing = client.provideToolResult(session.id, turnId, callId, { result: 'Rain' });
  await witness.untilType('tool.completed');
  relay.cut();

  await providing;
  await assert.rejects(client.provideToolResult(session.id, turnId, callId, { result: 'Snow' }), { code: 'tool_call_closed' });
});

test('A turn that waits for a person still does after the server was started anew', async (t) => {
  const mine = Stage.of(t);
  const workspace = await prepare(mine);
  const first = await start(mine, workspace);
  const session = (await call(first, 'POST', '/api/sessions', {})).body;
  const asking = feedOf(clientOf(mine, first.url), session.id);
  const { turnId } = await clientOf(mine, first.url).send(session.id, 'Call write_file with {"path": "a.md", "content": "x"}');
  await asking.untilType('tool.approvalRequired');

  await first.stop();
  const second = await start(mine, workspace);
  const resumed = feedOf(clientOf(mine, second.url), session.id);
  await resumed.untilType('turn.resumed');

  const view = reduceAll(emptyView(session.id), resumed.events);
  const told = (await call(second, 'GET', `/api/sessions/${session.id}/turns/${turnId}`)).body;
  assert.deepEqual([view.turns[turnId].status, view.approvals.length], ['waitingForApproval', 1]);
  assert.equal(told.status, 'waitingForApproval');
});
