import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { runCommand } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const keys = { GOOD_KEY: withKey.OPENAI_API_KEY, WRONG_KEY: 'sk-wrong-61ab72dc' };

/** A port of this machine at which nothing listens. */
async function deadPort() {
  const listener = net.createServer();
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

async function prepare(t) {
  const stage = Stage.of(t);
  const upstream = await Upstream.start(stage);
  upstream.answer('Hi', 'Hello!');
  const workspace = await Workspace.create(stage);
  const port = await deadPort();
  const openai = (key) => `kind: openai, base_url: "${upstream.url}", api_key: "\${${key}}", models: [small]`;
  const claude = (key) => `kind: anthropic, base_url: "${upstream.root}", api_key: "\${${key}}", models: [claude-a]`;
  await workspace.write('config/providers.yaml', `providers:
  good: { ${openai('GOOD_KEY')} }
  good-claude: { ${claude('GOOD_KEY')} }
  wrong: { ${openai('WRONG_KEY')} }
  wrong-claude: { ${claude('WRONG_KEY')} }
  keyless: { ${openai('MISSING_KEY')} }
  dead: { kind: openai, base_url: "http://127.0.0.1:${port}/v1", models: [small] }
`);
  await workspace.useOnlyAgent('alice: { name: Alice, prompt: You are Alice., ai_config: { provider: good, model: small } }\n');
  const check = async (...ids) => {
    const { code, output } = await runCommand(workspace, ['check-providers', ...ids], keys);
    return { code, output, lines: Object.fromEntries(output.split('\n').map((line) => line.split(/: (.*)/))) };
  };
  return { upstream, port, check };
}

test('check-providers tells who answers, who refuses the key and who is not there', async (t) => {
  const { upstream, port, check } = await prepare(t);

  const { code, output, lines } = await check();

  assert.equal(code, 1);
  assert.match(lines.good, /^small answered in \d+ ms \(first token \d+ ms\), \d+ tokens sent, \d+ written\.$/);
  assert.match(lines['good-claude'], /^claude-a answered in \d+ ms/);
  assert.match(lines.wrong, /^failed, provider_authentication\. .*Set WRONG_KEY to a valid key\./);
  assert.match(lines['wrong-claude'], /^failed, provider_authentication\. .*Set WRONG_KEY to a valid key\./);
  assert.match(lines.keyless, /^skipped\. .*MISSING_KEY is not set/);
  assert.match(lines.dead, new RegExp(`^failed, provider_unavailable\\. .*127\\.0\\.0\\.1:${port}.*refused.*base_url`));
  assert.equal(Object.values(keys).some((key) => output.includes(key)), false);

  // One request for one token each; those with a wrong key did not get as far as an answer.
  assert.deepEqual(upstream.requests('Hi').map((body) => body.max_tokens), [1, 1]);
});

test('check-providers fails when one that it is asked for fails, or is not known', async (t) => {
  const { check } = await prepare(t);

  assert.deepEqual([(await check('good', 'good-claude')).code, (await check('dead')).code, (await check('wrong')).code], [0, 1, 1]);
  const unknown = await check('goood');
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /^goood: there is no such provider; known are .*good-claude/m);
});
