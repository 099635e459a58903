import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Gossip } from './harness/gossip.js';
import { HubClient } from './harness/hub.js';
import { print } from './harness/reliability.js';
import { Relay } from './harness/relay.js';
import { call, follow } from './harness/rest.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const keys = {
  PLAIN_KEY: 'sk-proj-Vq7mTzW3kRj9XhYpLs5nGd',
  CLAUDE_KEY: 'sk-ant-api03-Hw8vKxQ2ujMz6RtYgN4p',
  HEADER_KEY: 'zP5yWm3rJkV7tqLx9HgSnUo2RvXj',
  ROUTER_KEY: 'sk-or-v1-Lk3wZx8NqyTr6VmHjPu5Ys',
  BLANK_KEY: 'Kt6ZrWv.9xQnYh_4mLsUj-p7GwRz',
};
const providers = (url) => {
  const rest = 'models: [m], resilience: { max_attempts: 2, retry_delay: 0.01, breaker_minimum_calls: 100000 }';
  return `providers:
  plain: { kind: openai, base_url: "${url}/v1", api_key: "\${PLAIN_KEY}", ${rest} }
  claude: { kind: anthropic, base_url: "${url}", api_key: "\${CLAUDE_KEY}", ${rest} }
  header: { kind: openai, base_url: "${url}/v1", api_key: "\${HEADER_KEY}", wire: { key_header: api-key }, ${rest} }
  router: { preset: openrouter, base_url: "${url}/api/v1", api_key: "\${ROUTER_KEY}", ${rest} }
  blank: { kind: openai, base_url: "${url}", api_key: "\${BLANK_KEY}", ${rest} }
`;
};
const ids = ['plain', 'claude', 'header', 'router', 'blank'];

/** The pieces of keys that stand in a text: a key that was cut or starred out shows as well as a whole one. */
function found(text) {
  const windows = Object.values(keys).flatMap((key) => Array.from({ length: key.length - 7 }, (_, at) => key.slice(at, at + 8)));
  return windows.filter((window) => text.includes(window));
}

async function filesIn(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.path, entry.name));
  return Promise.all(files.map(async (file) => ({ file: path.relative(directory, file), text: await readFile(file, 'latin1') })));
}

/** The address of every route that only reads, for a session and its turn. */
async function readable(server, session, turnId) {
  const { paths } = (await call(server, 'GET', '/swagger/v1/swagger.json')).body;
  const values = { sessionId: [session.id], turnId: [turnId], agentId: [session.activeAgentId], providerId: ids };
  const filled = (route) => {
    const name = /\{(\w+)\}/.exec(route)?.[1];
    return name ? values[name].flatMap((value) => filled(route.replace(`{${name}}`, value))) : [route];
  };
  return Object.keys(paths).filter((route) => paths[route].get).flatMap(filled);
}

test('Keys that a provider repeats in its faults come out nowhere', async (t) => {
  const stage = Stage.of(t);
  const gossip = await Gossip.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.write('config/providers.yaml', providers(gossip.url));
  const chain = ids.slice(1).map((id) => `${id}/m`).join(', ');
  const alone = ids.map((id) => `${id}: { name: ${id}, prompt: You are Ann., ai_config: { provider: ${id}, model: m } }\n`);
  const all = `all: { name: all, prompt: You are Ann., ai_config: { provider: plain, model: m, fallbacks: [${chain}] } }\n`;
  await workspace.useOnlyAgent(alone.join('') + all);
  const settings = { AIWhisperer__Cassettes__Mode: 'Record', AIWhisperer__Sessions__DefaultAgent: 'all' };
  const server = await Server.start(stage, workspace, { env: { ...keys, ...settings } });
  const relay = await Relay.start(stage, server);
  const client = await HubClient.connect(stage, relay.url);
  let failed = 0;

  for (const agentId of [...ids, 'all']) {
    const session = await client.invoke('CreateSession', { agentId });
    const feed = client.attach(session.id);
    const stream = await follow(relay, `/api/sessions/${session.id}/events?channels=final,commentary,analysis`);
    stage.after(() => stream.leave());
    let turnId;
    for (const fault of Gossip.faults) {
      ({ turnId } = await client.invoke('Send', session.id, { text: `Fault: ${fault}.` }));
      const end = await feed.untilEnd(turnId);
      assert.deepEqual([end.type, end.error?.code.startsWith('provider_')], ['turn.failed', true], fault);
      await stream.feed.untilEnd(turnId);
      failed++;
    }

    for (const address of await readable(relay, session, turnId)) {
      const { status } = await call(relay, 'GET', address);
      assert.equal(status, address.endsWith('/models') ? 503 : 200, address);
    }
  }

  for (const fault of Gossip.faults) {
    gossip.habit = fault;
    for (const id of ids) {
      const tried = (await call(relay, 'POST', `/api/providers/${id}/test`, { model: 'm' })).body;
      const listed = await call(relay, 'GET', `/api/providers/${id}/models`);
      assert.match(`${tried.error.code} ${listed.body.code}`, /^provider_\w+ provider_\w+$/, fault);
    }
  }

  gossip.habit = 'refuse';
  const checked = await runCommand(workspace, ['check-providers'], keys);
  await server.stop();
  const files = await filesIn(workspace.directory);
  const said = Buffer.concat(relay.said).toString('latin1');
  const told = { 'the wire': said, 'the log': server.output.join('\n'), 'check-providers': checked.output };
  const outputs = [...Object.entries(told).map(([file, text]) => ({ file, text })), ...files];

  assert.deepEqual(outputs.map(({ file, text }) => `${file}: ${found(text)}`).filter((line) => !line.endsWith(': ')), []);

  // What was looked for was there to be found: each key was sent and repeated, and the faults were told with stars for it.
  assert.deepEqual([...gossip.keys].sort(), Object.values(keys).sort());
  assert.deepEqual([checked.code, checked.output.match(/failed, provider_authentication/g).length], [1, ids.length]);
  assert.ok(said.includes('Incorrect API key provided: ***'));
  assert.ok(['data/aiwhisperer.db', '.jsonl'].every((name) => files.some(({ file }) => file.endsWith(name))));
  assert.ok(files.some(({ file, text }) => file.endsWith('.jsonl') && text.includes('Incorrect API key provided')));
  const bytes = outputs.reduce((sum, { text }) => sum + text.length, 0);
  await print(t, 'canary keys', `${ids.length} keys, ${failed} failed turns; ${outputs.length} outputs of ${bytes} bytes: 0 hits`);
});
