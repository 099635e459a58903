import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { codeIn, readDocument } from './harness/markdown.js';
import { inherited, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

const run = promisify(execFile);
const home = path.join(repository, 'src/client-typescript');
const stage = new Stage();
let project;
let files;

/** An empty project that has installed the package as it would be published. */
before(async () => {
  project = await Workspace.createEmpty(stage);
  const [packed] = JSON.parse((await npm(home, 'pack', '--json', '--pack-destination', project.directory)).stdout);
  files = packed.files.map((file) => file.path);
  await project.write('package.json', '{ "private": true, "type": "module" }');
  await npm(project.directory, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=optional', `./${packed.filename}`);
});

after(() => stage.end());

function npm(cwd, ...args) {
  return run('npm', args, { cwd, env: inherited() });
}

test('The package holds what was built and its README, nothing else', () => {
  assert.deepEqual(files.filter((file) => !file.startsWith('dist/')).toSorted(), ['README.md', 'package.json']);
  assert.ok(files.includes('dist/index.js') && files.includes('dist/index.d.ts') && files.includes('dist/react.js'));
});

test('An empty project imports it, and needs no React for it', async () => {
  await project.write('names.mjs', "console.log(Object.keys(await import('@aiwhisperer/client')).join());");
  const { stdout } = await run('node', ['names.mjs'], { cwd: project.directory, env: inherited() });
  assert.equal(stdout.trim(), 'AIWhispererError,Client,connect,emptyView,isEnding,reduce,reduceAll');
});

test('The example of its README runs as it stands', async () => {
  const server = await Server.start(stage, await Workspace.create(stage));
  const [example] = codeIn(await readDocument('src/client-typescript/README.md'), 'js');
  assert.ok(example.includes('http://127.0.0.1:5080'));
  assert.ok(example.trim().split('\n').length <= 20);
  await project.write('example.mjs', example.replace('http://127.0.0.1:5080', server.url));

  const { stdout } = await run('node', ['example.mjs'], { cwd: project.directory, env: inherited(), timeout: 60_000 });

  assert.equal(stdout.trim(), '1 2 3 4 5 6 7 8 9 10');
});

test('Its README lists what it exports', async () => {
  const { prose } = await readDocument('src/client-typescript/README.md');
  const declared = await readFile(path.join(home, 'dist/Client.d.ts'), 'utf8');
  const methods = [...declared.matchAll(/^    (?:get )?(\w+)\(/gm)].map(([, name]) => name).filter((name) => name !== 'constructor');
  assert.ok(methods.length > 5);
  assert.deepEqual(methods.filter((name) => !prose.includes(`\`${name}`)), []);
});
