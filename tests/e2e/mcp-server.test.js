import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { call } from './harness/rest.js';
import { built, inherited, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { eventually, within } from './harness/within.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let upstream;
let server;
let workspace;

before(async () => {
  upstream = await Upstream.start(stage);
  upstream.answer('My name is Ada.', 'Hello Ada.');
  upstream.answer('What is my name?', 'Your name is Ada.');
  workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  server = await Server.start(stage, workspace, { env: withKey });
});

after(() => stage.end());

async function connect(t, transport) {
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  t.after(() => client.close());
  await client.connect(transport);
  return client;
}

const overHttp = (t) => connect(t, new StreamableHTTPClientTransport(new URL('/mcp', server.url)));

/** Starts a server of its own, as a desktop program does: with the command and the environment of its configuration file. */
async function overStdio(t) {
  const own = await Workspace.create(Stage.of(t));
  await own.pointOpenAIAt(upstream.url);
  const transport = new StdioClientTransport({
    command: 'dotnet',
    args: [built, 'mcp'],
    cwd: own.directory,
    env: { ...inherited(), ...withKey },
    stderr: 'pipe',
  });
  const logged = [];
  transport.stderr.on('data', (chunk) => logged.push(chunk));
  return { client: await connect(t, transport), transport, log: () => Buffer.concat(logged).toString() };
}

const ask = (client, message, more = {}) => client.callTool({ name: 'ask_alice', arguments: { message, ...more } });

async function asksTwice(client) {
  const { tools } = await client.listTools();
  const first = await ask(client, 'My name is Ada.');
  const second = await ask(client, 'What is my name?');

  assert.ok(tools.some((tool) => tool.name === 'ask_alice' && tool.outputSchema.required.includes('status')));
  assert.deepEqual(first.content, [{ type: 'text', text: 'Hello Ada.' }]);
  assert.equal(second.content[0].text, 'Your name is Ada.');
  assert.equal(second.structuredContent.status, 'completed');
  assert.equal(second.structuredContent.sessionId, first.structuredContent.sessionId);
  const asked = upstream.requests('What is my name?').at(-1).messages.map((message) => message.content);
  assert.deepEqual(asked.slice(1), ['My name is Ada.', 'Hello Ada.', 'What is my name?']);
  return second.structuredContent;
}

test('An MCP client over HTTP asks an agent twice, and the conversation is kept', async (t) => {
  const client = await overHttp(t);

  const { sessionId, turnId } = await asksTwice(client);
  const turn = await call(server, 'GET', `/api/sessions/${sessionId}/turns/${turnId}`);

  assert.equal(turn.body.text, 'Your name is Ada.');
});

test('An MCP client over stdio asks an agent twice, and nothing but messages is on the standard output', async (t) => {
  const { client, transport, log } = await overStdio(t);
  const faults = [];
  client.onerror = (error) => faults.push(error);

  await asksTwice(client);
  const closed = new Promise((resolve) => (transport._process.once('exit', resolve)));
  await client.close();

  assert.equal(await within(closed, () => `the server to end with its input. It wrote:\n${log()}`), 0);
  assert.deepEqual(faults, []);
  assert.match(log(), /Sessions are stored in/);
  assert.doesNotMatch(log(), /Ada/);
});

test('A client that cancels its request cancels the turn', async (t) => {
  const client = await overHttp(t);
  const { release } = upstream.hold('Think for long.', 'Done.');
  t.after(release);
  const cancel = new AbortController();

  const asking = client.callTool({ name: 'ask_alice', arguments: { message: 'Think for long.' } }, undefined, {
    signal: cancel.signal,
    onprogress: ({ message }) => message === 'Thinks.' && cancel.abort('enough'),
  });

  await assert.rejects(asking, /enough/);
  const { sessions } = (await call(server, 'GET', '/api/sessions?limit=1')).body;
  await eventually(async () => {
    const { events } = (await call(server, 'GET', `/api/sessions/${sessions[0].id}/events`)).body;
    return events.at(-1).type === 'turn.cancelled';
  }, 'whether the turn was cancelled');
});

test('A client that listens is told when the agents change', async (t) => {
  const client = await overHttp(t);
  const told = new Promise((resolve) => client.setNotificationHandler(ToolListChangedNotificationSchema, resolve));

  await workspace.write('config/agents/nora.yaml', 'nora: { name: Nora, prompt: You are Nora., ai_config: { provider: openai, model: gpt-4.1 } }\n');
  await call(server, 'POST', '/api/agents/reload');

  await within(told, () => 'the notice');
  const { tools } = await client.listTools();
  assert.ok(tools.some((tool) => tool.name === 'ask_nora'));
});
