import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
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

const overHttp = (t, to = server) => connect(t, new StreamableHTTPClientTransport(new URL('/mcp', to.url)));

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

const writer = `
writer:
  name: Writer
  prompt: You are Wanda.
  ai_config: { provider: offline, model: offline-full }
  tool_sets: [full_filesystem]
  approval:
    - { tool: write_file, decision: ask }
`;

/** A server whose MCP clients may write files when a person agrees, and a client that is about to: told when the person is asked. */
async function callThatAsks(t, env = {}) {
  const stage = Stage.of(t);
  const own = await Workspace.create(stage);
  await own.useOnlyAgent(writer);
  const settings = { AIWhisperer__Sessions__DefaultAgent: 'writer', AIWhisperer__Mcp__Server__Agent: 'writer', ...env };
  const start = () => Server.start(stage, own, { env: settings });
  const first = await start();
  const client = await overHttp(t, first);
  const file = own.path('data/workspace/note.md');
  const begin = () => {
    let result;
    const asked = new Promise((resolve) => {
      result = client.callTool({ name: 'write_file', arguments: { path: 'note.md', content: 'Hello' } }, undefined, {
        resetTimeoutOnProgress: true,
        onprogress: ({ message }) => {
          const question = /approve write_file: answer approval (\w+) in session (\w+)\./.exec(message);
          if (question) {
            resolve({ approvalId: question[1], sessionId: question[2] });
          }
        },
      });
    });
    result.catch(() => {});
    return { asked, result };
  };
  return {
    client, start, first, begin,
    isWritten: () => access(file).then(() => true, () => false),
    written: () => readFile(file, 'utf8'),
  };
}

const answer = (to, { sessionId, approvalId }, body) => call(to, 'POST', `/api/sessions/${sessionId}/approvals/${approvalId}`, body);
const eventsOf = async (at, { sessionId }) => (await call(at, 'GET', `/api/sessions/${sessionId}/events?limit=1000`)).body.events;

test('A call that asks runs once when a person agrees, and is in a session that is listed', async (t) => {
  const { first, begin, isWritten, written } = await callThatAsks(t);
  const { asked, result } = begin();
  const question = await within(asked, () => 'the question');
  assert.equal(await isWritten(), false);

  await answer(first, question, { decision: 'approve' });

  assert.notEqual((await result).isError, true);
  assert.equal(await written(), 'Hello');
  const { sessions } = (await call(first, 'GET', '/api/sessions')).body;
  assert.deepEqual(sessions.map((session) => [session.id, session.title]), [[question.sessionId, 'MCP']]);
  const events = await eventsOf(first, question);
  assert.equal(events.filter((event) => event.type === 'tool.completed').length, 1);
  assert.equal(events.at(-1).type, 'turn.completed');
});

test('A call that a person refuses is an error with the reason', async (t) => {
  const { first, begin, isWritten } = await callThatAsks(t);
  const { asked, result } = begin();

  await answer(first, await within(asked, () => 'the question'), { decision: 'refuse', reason: 'Not in this folder.' });

  const { isError, content } = await result;
  assert.equal(isError, true);
  assert.match(content[0].text, /Not in this folder\./);
  assert.equal(await isWritten(), false);
});

test('A call that nobody answers in time is an error', async (t) => {
  const { begin, isWritten } = await callThatAsks(t, { AIWhisperer__Tools__ApprovalTimeout: '00:00:01' });

  const { isError, content } = await begin().result;

  assert.equal(isError, true);
  assert.match(content[0].text, /nobody answered in time/);
  assert.equal(await isWritten(), false);
});

test('A call whose client is gone while it waits is cancelled', async (t) => {
  const { client, first, begin, isWritten } = await callThatAsks(t, { AIWhisperer__Sessions__DisconnectGrace: '00:00:00' });
  const question = await within(begin().asked, () => 'the question');

  await client.close();

  await eventually(async () => (await eventsOf(first, question)).at(-1).type === 'turn.cancelled', 'whether the turn was cancelled');
  const late = await answer(first, question, { decision: 'approve' });
  assert.deepEqual([late.status, late.body.code], [409, 'approval_resolved']);
  assert.equal(await isWritten(), false);
});

test('A question outlives a server that is killed: the client has no result, and the call runs once when it is answered', async (t) => {
  const { client, first, start, begin, isWritten, written } = await callThatAsks(t);
  const { asked, result } = begin();
  const question = await within(asked, () => 'the question');
  const lost = new Promise((resolve) => (client.onerror = resolve));
  await first.kill();
  await within(lost, () => 'the loss of the connection');
  await client.close();
  await assert.rejects(result, /Connection closed/);

  const second = await start();
  const { pending } = (await call(second, 'GET', `/api/sessions/${question.sessionId}/approvals`)).body;
  assert.deepEqual(pending.map((one) => one.approvalId), [question.approvalId]);
  assert.equal(await isWritten(), false);
  await answer(second, question, { decision: 'approve' });

  await eventually(async () => (await eventsOf(second, question)).at(-1).type === 'turn.completed', 'whether the turn is over');
  assert.equal(await written(), 'Hello');
  const events = await eventsOf(second, question);
  assert.equal(events.filter((event) => event.type === 'turn.resumed').length, 1);
  assert.equal(events.filter((event) => event.type === 'tool.completed').length, 1);
});
