import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { print } from './harness/reliability.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const most = 350_000;
const stage = new Stage();
let browser;
let server;

before(async () => {
  server = await Server.start(stage, await Workspace.create(stage));
  browser = await Browser.launch(stage);
});

after(() => stage.end());

test('All that is loaded from the first visit to the first reply is at most 350 kB, gzipped', async (t) => {
  const page = await browser.open(Stage.of(t), server.url);
  const loaded = new Map();
  page.on('response', (response) => loaded.set(new URL(response.url()).pathname, response.headers()['content-type'] ?? ''));
  await page.reload();
  await page.getByRole('textbox', { name: 'Message' }).fill('Count to 3');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('1 2 3').waitFor();
  await page.getByRole('group', { name: 'End of the turn' }).waitFor();

  const files = [...loaded.keys()].filter((path) => !/^\/(api|hubs|health)\b/.test(path));
  const sizes = await Promise.all(files.map(async (path) => ({ path, bytes: await sizeOf(path) })));
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
  await print(t, 'First load of the console', `${(sum / 1000).toFixed(1)} kB gzipped in ${files.length} files`);
  assert.ok(files.some((path) => path.endsWith('.js')) && files.some((path) => path.endsWith('.css')), files.join());
  assert.ok(sum <= most, `${sum} bytes:\n${sizes.map(({ path, bytes }) => `${path} ${bytes}`).join('\n')}`);
});

/** What a browser that takes gzip alone is sent, in bytes. */
function sizeOf(path) {
  return new Promise((resolve, reject) => {
    get(server.url + path, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      let bytes = 0;
      for await (const piece of response) {
        bytes += piece.length;
      }

      resolve(bytes);
    }).on('error', reject);
  });
}
