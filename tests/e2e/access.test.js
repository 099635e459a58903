import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

async function newKey(workspace, name) {
  const { output } = await runCommand(workspace, ['new-key', name]);
  return { key: /aiw_\S+/.exec(output)[0], hash: /__Hash=(\S+)/.exec(output)[1] };
}

test('Keys that new-key made let their holders in, each to sessions of their own', async (t) => {
  const stage = Stage.of(t);
  const workspace = await Workspace.create(stage);
  const [ann, bob] = [await newKey(workspace, 'ann'), await newKey(workspace, 'bob')];
  const server = await Server.start(stage, workspace, {
    env: {
      AIWhisperer__Authentication__Keys__0__Name: 'ann',
      AIWhisperer__Authentication__Keys__0__Hash: ann.hash,
      AIWhisperer__Authentication__Keys__1__Name: 'bob',
      AIWhisperer__Authentication__Keys__1__Hash: bob.hash,
    },
  });
  const as = (who) => ({ Authorization: `Bearer ${who.key}` });

  const stranger = await call(server, 'GET', '/api/sessions');
  const session = (await call(server, 'POST', '/api/sessions', {}, as(ann))).body;
  const read = await call(server, 'GET', `/api/sessions/${session.id}`, undefined, as(ann));
  const foreign = await call(server, 'GET', `/api/sessions/${session.id}`, undefined, as(bob));
  const annsHub = await HubClient.connect(stage, server.url, { accessTokenFactory: () => ann.key });
  const bobsHub = await HubClient.connect(stage, server.url, { accessTokenFactory: () => bob.key });
  const sent = await annsHub.invoke('Send', session.id, { text: 'Count to 3' });
  const refused = await bobsHub.problem('Send', session.id, { text: 'Count to 3' });

  assert.deepEqual([stranger.status, stranger.body.code], [401, 'unauthorized']);
  assert.deepEqual([session.owner, read.status], ['ann', 200]);
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'session_not_found']);
  assert.equal(sent.sessionId, session.id);
  assert.equal(refused.code, 'session_not_found');
  await assert.rejects(HubClient.connect(stage, server.url), /401/);
  assert.equal([ann.key, bob.key].some((key) => server.output.join('\n').includes(key)), false);
});

test('Without a key the server refuses to listen beyond this machine, and says why', async (t) => {
  const workspace = await Workspace.create(Stage.of(t));

  const { code, output } = await runCommand(workspace, ['--urls', 'http://0.0.0.0:0']);

  assert.equal(code, 1);
  assert.match(output, /^Cannot start: .*no API key is configured.*new-key NAME/m);
});

test('validate lists every problem with its place and remedy', async (t) => {
  const workspace = await Workspace.create(Stage.of(t));
  await workspace.edit('config/agents/alice.yaml', 'temperature: 0.7', 'temprature: 0.7');
  await workspace.edit('config/agents/debbie.yaml', 'max_tokens: 3000', 'max_tokens: 300000');

  const { code, output } = await runCommand(workspace, ['validate']);

  assert.equal(code, 1);
  assert.match(output, /^agents\/alice\.yaml\(11,5\): alice\.ai_config\.temprature: .*Did you mean `temperature`\?$/m);
  assert.match(output, /^agents\/debbie\.yaml\(\d+,\d+\): debbie\.ai_config\.max_tokens: .*32768/m);
});

test('A web page of another origin is refused, the own one and listed ones are served', async (t) => {
  const stage = Stage.of(t);
  const server = await Server.start(stage, await Workspace.create(stage), { env: { AIWhisperer__AllowedOrigins__0: 'https://chat.example' } });
  const from = (origin) => call(server, 'GET', '/api/agents', undefined, { Origin: origin });

  const answers = await Promise.all([from('https://evil.example'), from('null'), from(server.url), from('https://chat.example')]);

  assert.deepEqual(answers.map((answer) => answer.status), [403, 403, 200, 200]);
  assert.equal(answers[0].body.code, 'forbidden');
  assert.equal(answers[3].headers.get('Access-Control-Allow-Origin'), 'https://chat.example');
});
