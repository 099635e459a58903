import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { codeIn, readDocument } from './harness/markdown.js';
import { call } from './harness/rest.js';
import { inherited, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

const run = promisify(execFile);
const documentedAddress = '127.0.0.1:5080';
const stage = new Stage();
let readme;
let workspace;
let server;

before(async () => {
  readme = await readDocument('README.md');
  workspace = await freshClone();
  const [servers] = codeIn(readme, 'yaml').filter((yaml) => yaml.startsWith('servers:'));
  await writeFile(workspace.path('config', 'mcp.yaml'), servers);
  const [program, ...args] = command('dotnet run --project src/AIWhisperer.Server').split(' ');
  server = await Server.start(stage, workspace, { command: [program, ...args], group: true });
});

after(() => stage.end());

/** The working copy without anything that was built or stored. */
async function freshClone() {
  const left = new Set(['.git', 'artifacts', 'node_modules', 'data']);
  const clone = await Workspace.createEmpty(stage);
  await cp(repository, clone.directory, { recursive: true, filter: (source) => !left.has(path.basename(source)) });
  return clone;
}

/** A command that the README gives, as it stands there. */
function command(line) {
  const lines = codeIn(readme, 'bash').flatMap((code) => code.trim().split('\n'));
  assert.ok(lines.includes(line), `the README gives the command: ${line}`);
  return line;
}

function addressed(code) {
  assert.ok(code.includes(documentedAddress));
  return code.replaceAll(documentedAddress, new URL(server.url).host);
}

/** Puts one word for everything that differs from run to run: ids, times, counts. */
function settled(output) {
  return mergeDeltas(output.trim())
    .replace(/[0-9a-f]{32}/g, '<id>')
    .replace(/"configRevision":"[0-9a-f]+"/g, '"configRevision":"<revision>"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, '<time>')
    .replace(/^id: \d+-[0-9a-f]{8}$/gm, 'id: <number>-<session>')
    .replace(/("(?:seq|lastSeq|\w+Ms|\w+Tokens)":)\d+/g, '$1<number>');
}

/** A busy machine may put several deltas into one. */
function mergeDeltas(output) {
  const delta = /^id: \d+-[0-9a-f]{8}\nevent: message\.delta\ndata: (\{.*\})$/;
  const blocks = [];
  for (const block of output.split('\n\n')) {
    const [previous, next] = [delta.exec(blocks.at(-1) ?? ''), delta.exec(block)];
    if (previous && next) {
      const [first, second] = [JSON.parse(previous[1]), JSON.parse(next[1])];
      assert.equal(second.offset, first.offset + first.text.length);
      blocks.pop();
      blocks.push(`id: 0-00000000\nevent: message.delta\ndata: ${JSON.stringify({ ...first, text: first.text + second.text })}`);
    } else {
      blocks.push(block);
    }
  }

  return blocks.join('\n\n');
}

test('The tour prints what the README shows', async () => {
  const steps = readme.blocks.flatMap((block, index, all) => (block.language === 'sh' ? [{ code: block.code, shown: all[index + 1].code }] : []));
  const mark = '--- end of a step ---';
  const script = steps.map((step) => `${step.code}\necho\necho '${mark}'\n`).join('');
  await writeFile(workspace.path('tour.sh'), addressed(script));

  const { stdout } = await run('bash', ['-euo', 'pipefail', workspace.path('tour.sh')], { cwd: workspace.directory, env: inherited(), timeout: 120_000 });

  const printed = stdout.split(mark).slice(0, -1).map(settled);
  assert.deepEqual(printed, steps.map((step) => settled(step.shown)));
  assert.ok(steps.length >= 5);
});

test('The data is where the README says', async () => {
  assert.ok(readme.prose.includes('keeps its data in `data/`'));
  await access(workspace.path('data', 'aiwhisperer.db'));
});

test('The JavaScript client prints what the README says', async () => {
  const [client] = codeIn(readme, 'js');
  await mkdir(workspace.path('client'));
  await symlink(path.join(repository, 'tests/e2e/node_modules'), workspace.path('client', 'node_modules'));
  await writeFile(workspace.path('client', 'client.mjs'), addressed(client));

  const { stdout, stderr } = await run('node', [workspace.path('client', 'client.mjs')], { env: inherited(), timeout: 60_000 });

  assert.equal(stdout, '1 2 3 4 5 6 7 8 9 10');
  assert.ok(readme.prose.includes(`\`${stdout}\``));
  assert.equal(stderr, '');
});

test('The cassettes play what the README says', async () => {
  const [program, ...args] = command(
    'dotnet run --project src/AIWhisperer.Server -- --AIWhisperer:Cassettes:Mode=Replay --AIWhisperer:Cassettes:Path=tests/cassettes',
  ).split(' ');
  const env = { AIWhisperer__Storage__Path: workspace.path('data', 'replay.db') };
  const replaying = await Server.start(stage, workspace, { command: [program, ...args], group: true, env });
  const { body: session } = await call(replaying, 'POST', '/api/sessions', {});
  const { body: turn } = await call(replaying, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Hello, who are you?' });

  const prose = readme.prose.replaceAll(/\s+/g, ' ');
  assert.ok(prose.includes(`ask Alice “Hello, who are you?” in a new session, and she says “${turn.text}”`), JSON.stringify(turn));
});

test('The agents that the README shows are valid', async () => {
  const texts = codeIn(readme, 'yaml').filter((yaml) => !yaml.startsWith('servers:'));
  const checked = await Promise.all(texts.map((yaml) => call(server, 'POST', '/api/agents/validate', { yaml })));

  assert.ok(checked.length >= 1);
  assert.deepEqual(checked.map(({ body }) => [body.valid, body.problems]), texts.map(() => [true, []]));
});

test('The command that checks the configuration finds nothing wrong with the shipped one', async () => {
  const [program, ...args] = command('dotnet run --project src/AIWhisperer.Server -- validate').split(' ');

  const { stdout } = await run(program, args, { cwd: workspace.directory, env: inherited(), timeout: 180_000 });

  assert.match(stdout, /^5 agents, 4 providers, 0 problems\.$/m);
});
