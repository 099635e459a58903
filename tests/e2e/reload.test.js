import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { eventually } from './harness/within.js';
import { Workspace } from './harness/workspace.js';

// Each test edits an agent of its own.
const stage = new Stage();
let upstream;
let workspace;
let server;

before(async () => {
  upstream = await Upstream.start(stage);
  workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  server = await Server.start(stage, workspace, { env: withKey });
});

after(() => stage.end());

async function converse(t, agentId) {
  const client = await HubClient.connect(Stage.of(t), server.url);
  const session = await client.invoke('CreateSession', { agentId });
  return { client, session, feed: client.attach(session.id) };
}

test('A saved agent file is used by the next turn, and not by the one that runs', async (t) => {
  const { client, session, feed } = await converse(t, 'alice');
  const first = upstream.hold('Before.', 'Old.');
  upstream.answer('After.', 'New.');

  const before = await client.invoke('Send', session.id, { text: 'Before.' });
  const started = await feed.untilType('turn.started');
  await workspace.edit('config/agents/alice.yaml', 'temperature: 0.7', 'temperature: 0.1');
  const reloaded = await feed.untilType('agent.reloaded');
  const waiting = await client.invoke('Send', session.id, { text: 'After.' });
  first.release();
  await feed.untilEnd(before.turnId);
  await feed.untilEnd(waiting.turnId);

  const next = feed.events.find((event) => event.type === 'turn.started' && event.turnId === waiting.turnId);
  assert.deepEqual([reloaded.agentId, reloaded.changedKeys], ['alice', ['ai_config.temperature']]);
  assert.notEqual(started.configRevision, reloaded.revision);
  assert.equal(next.configRevision, reloaded.revision);
  assert.deepEqual(upstream.requests('Before.', 'After.').map((request) => request.temperature), [0.7, 0.1]);
});

test('A bad edit is reported and keeps the last good revision in service', async (t) => {
  const { client, session, feed } = await converse(t, 'debbie');
  upstream.answer('Still there?', 'Still here.');
  const before = (await call(server, 'GET', '/api/agents/debbie')).body;

  await workspace.edit('config/agents/debbie.yaml', 'prompt_file: prompts/debbie.md', 'prompt_file: prompts/nowhere.md');
  const after = await eventually(async () => {
    const agent = (await call(server, 'GET', '/api/agents/debbie')).body;
    return agent.problems.length > 0 && agent;
  }, 'whether the bad edit was noticed');
  const sent = await client.invoke('Send', session.id, { text: 'Still there?' });
  const end = await feed.untilEnd(sent.turnId);

  assert.deepEqual([after.revision, after.availability], [before.revision, 'degraded']);
  assert.match(after.problems[0].file, /debbie\.yaml$/);
  assert.match(after.problems[0].key, /prompt_file$/);
  assert.equal(end.type, 'turn.completed');
});

test('A new agent file brings a new agent', async (t) => {
  const { client, session, feed } = await converse(t, 'tessa');
  upstream.answer('Who are you?', 'Carol.', { model: 'carol-model' });

  await workspace.write('config/agents/carol.yaml', 'carol:\n  name: Carol\n  prompt: You are Carol.\n  ai_config:\n    provider: openai\n    model: carol-model\n');
  await eventually(async () => (await call(server, 'GET', '/api/agents/carol')).status === 200, 'whether Carol is there');
  const sent = await client.invoke('Send', session.id, { text: 'Who are you?', agentId: 'carol' });
  await feed.untilEnd(sent.turnId);

  assert.equal(upstream.requests('Who are you?')[0].messages[0].content, 'You are Carol.');
});
