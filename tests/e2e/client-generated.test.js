import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { call } from './harness/rest.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

const home = path.join(repository, 'src/client-typescript');

test('The generated types are those of the server as it is: if not, run `npm run generate` in src/client-typescript', async (t) => {
  const workspace = await Workspace.create(Stage.of(t));
  const { code, output } = await runCommand(workspace, ['openapi']);
  assert.equal(code, 0, output);
  await workspace.write('openapi.json', output);

  await promisify(execFile)('node', [path.join(home, 'scripts/generate.js'), workspace.path('openapi.json'), workspace.path('generated')]);

  const names = (await readdir(workspace.path('generated'))).toSorted();
  assert.deepEqual(names, (await readdir(path.join(home, 'src/generated'))).toSorted());
  for (const name of names) {
    const [fresh, committed] = [workspace.path('generated', name), path.join(home, 'src/generated', name)];
    assert.ok((await readFile(fresh, 'utf8')) === (await readFile(committed, 'utf8')), `src/generated/${name} is stale: run \`npm run generate\``);
  }
});

test('The command prints the document that the running server has', async (t) => {
  const stage = Stage.of(t);
  const workspace = await Workspace.create(stage);
  const printed = JSON.parse((await runCommand(workspace, ['openapi'])).output);
  const server = await Server.start(stage, workspace);

  assert.deepEqual(printed, (await call(server, 'GET', '/swagger/v1/swagger.json')).body);
});
