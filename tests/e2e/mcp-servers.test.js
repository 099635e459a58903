import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { MCPMock } from '@copilotkit/aimock';
import { HubClient } from './harness/hub.js';
import { listen } from './harness/mcp-server.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { eventually } from './harness/within.js';
import { repository, Workspace } from './harness/workspace.js';

const program = path.join(repository, 'tests/e2e/harness/mcp-server.js');
const agent = (servers) => `ann:\n  name: Ann\n  prompt: You are Ann.\n  ai_config: { provider: openai, model: m }\n  mcp_servers: [${servers}]\n`;
const asked = (name, args = {}) => ({ response: { toolCalls: [{ name, arguments: JSON.stringify(args) }] } });

/** A server of an agent that is granted MCP servers. */
async function prepare(t, servers) {
  const stage = Stage.of(t);
  const workspace = await Workspace.create(stage);
  const upstream = await Upstream.start(stage);
  await workspace.useOnlyAgent(agent(Object.keys(servers).join(', ')));
  await workspace.pointOpenAIAt(upstream.url);
  const declare = (entries) => workspace.write('config/mcp.yaml', JSON.stringify({ servers: entries }));
  await declare(servers);
  const server = await Server.start(stage, workspace, { env: withKey });
  const client = await HubClient.connect(stage, server.url);

  /** What a turn's tool calls came to. */
  const run = async (session, question, ...steps) => {
    upstream.script(question, [...steps, { response: { content: 'Done.' } }]);
    const feed = client.attach(session.id);
    const { turnId } = await client.invoke('Send', session.id, { text: question });
    await feed.untilEnd(turnId);
    return feed.events.filter((event) => event.type === 'tool.completed' && event.turnId === turnId);
  };

  return { stage, workspace, upstream, server, client, declare, run };
}

test('An agent calls tools of servers by the SDK and by aimock, over standard streams and over HTTP', async (t) => {
  const stage = Stage.of(t);
  const mock = new MCPMock();
  mock.addTool({ name: 'weather', description: 'Tells the weather.', inputSchema: { type: 'object', properties: { city: { type: 'string' } } } });
  mock.onToolCall('weather', ({ city }) => `It rains in ${city}.`);
  const mocked = await mock.start();
  stage.after(() => mock.stop());
  const { client, upstream, run } = await prepare(t, {
    local: { command: [process.execPath, program], effect: 'read' },
    web: { url: await listen(stage), effect: 'read' },
    aimock: { url: mocked, effect: 'read' },
  });
  const session = await client.invoke('CreateSession', { agentId: 'ann' });

  const done = await run(
    session, 'Call all of them.', asked('local__shout', { text: 'near' }), asked('web__shout', { text: 'far' }), asked('aimock__weather', { city: 'Kiel' }));

  assert.deepEqual(done.map((event) => [event.name, event.outcome, event.result, event.untrusted]), [
    ['local__shout', 'succeeded', 'NEAR', true],
    ['web__shout', 'succeeded', 'FAR', true],
    ['aimock__weather', 'succeeded', 'It rains in Kiel.', true],
  ]);
  const offered = upstream.requests('Call all of them.')[0].tools.map((tool) => tool.function.name).sort();
  assert.deepEqual(offered, ['aimock__weather', 'local__shout', 'local__spawn', 'web__shout', 'web__spawn']);
});

test('A server that cannot be reached costs its own tools only, and one that is declared later serves without a restart', async (t) => {
  const local = { command: [process.execPath, program], effect: 'read' };
  const { client, declare, run, server, upstream } = await prepare(t, { gone: { command: ['no-such-program-here'] }, local });
  const session = await client.invoke('CreateSession', { agentId: 'ann' });

  const [first] = await run(session, 'Shout once.', asked('local__shout', { text: 'one' }));
  await declare({ gone: local, local });
  await eventually(async () => {
    const question = `Who is there ${Math.random()}?`;
    await run(session, question);
    return upstream.requests(question)[0].tools.some((tool) => tool.function.name === 'gone__shout');
  }, 'whether the server is there');

  assert.equal(first.result, 'ONE');
  assert.ok(server.output.some((line) => /MCP server.*gone.*its program was not found/.test(line)), server.output.join('\n'));
});

test('What an MCP server offers is approved with a command, which a running server takes up', async (t) => {
  const { client, run, upstream, workspace } = await prepare(t, {
    local: { command: [process.execPath, program], effect: 'read', trust: 'pinned' },
  });
  const session = await client.invoke('CreateSession', { agentId: 'ann' });
  await run(session, 'Anybody?');
  const offered = (question) => (upstream.requests(question)[0].tools ?? []).map((tool) => tool.function.name).sort();

  const review = await runCommand(workspace, ['trust-mcp', 'local']);
  const [, fingerprint] = review.output.match(/trust-mcp local --yes ([0-9a-f]{64})/);
  const refused = await runCommand(workspace, ['trust-mcp', 'local', '--yes', 'a'.repeat(64)]);
  const approval = await runCommand(workspace, ['trust-mcp', 'local', '--yes', fingerprint]);
  const again = await runCommand(workspace, ['trust-mcp', 'local']);
  await run(session, 'Anybody now?');

  assert.deepEqual(offered('Anybody?'), []);
  assert.deepEqual([review.code, refused.code, approval.code, again.code], [1, 1, 0, 0]);
  assert.match(review.output, /local: \["[^"]+node","[^"]+mcp-server\.js"\][^]*shout: new[^]*The tool shout\.[^]*"properties":[^]*trust-mcp local --yes/);
  assert.match(again.output, /shout: approved[^]*All of this is approved\./);
  assert.deepEqual(offered('Anybody now?'), ['local__shout', 'local__spawn']);
  assert.equal((await runCommand(workspace, ['trust-mcp', 'nobody'])).code, 1);
});
