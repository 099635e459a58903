import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { Relay } from './harness/relay.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;
let server;

before(async () => {
  browser = await Browser.launch(stage);
  server = await Server.start(stage, await Workspace.create(stage));
});
after(() => stage.end());

const parts = [
  ['The help', 'HelpDialog', (page) => page.getByRole('main').press('?'), (page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
  ['The palette', 'Palette', (page) => page.keyboard.press('Control+k'), (page) => page.getByRole('dialog', { name: 'Command palette' })],
  ['A page', 'UsagePage', (page) => page.getByRole('link', { name: 'Usage' }).click(), (page) => page.getByRole('heading', { name: 'Usage' })],
];

/** The message field takes the focus when it comes: a key that is pressed before may end in it. */
async function isWhole(page) {
  await page.getByText('Connected').waitFor();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

for (const [what, file, open, shown] of parts) {
  test(`${what} that cannot be loaded leaves the rest of the page as it is, and is there once it can be`, async (t) => {
    const page = await browser.open(Stage.of(t), `${server.url}/favicon.svg`, { forgives: /favicon|ERR_FAILED|dynamically imported module/ });
    const address = new RegExp(`/assets/${file}-`);
    await page.route(address, (route) => route.abort());
    await page.goto(server.url);
    await isWhole(page);

    await open(page);
    await page.getByText('A part of the page could not be loaded').waitFor();
    assert.ok(await page.locator('nav[aria-label=Pages]').isVisible(), 'the sidebar is gone');
    await page.unroute(address);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Try again' }).click()]);
    if (file !== 'UsagePage') {
      await isWhole(page);
      await open(page);
    }

    await shown(page).waitFor();
  });
}

test('What was not opened yet opens while the server is away', async (t) => {
  const own = Stage.of(t);
  const relay = await Relay.start(own, server);
  const page = await browser.open(own, `${relay.url}/favicon.svg`, { forgives: /favicon|Failed to load resource|WebSocket|ERR_/ });
  const fetched = parts.map(([, file]) => page.waitForResponse((response) => response.url().includes(`/assets/${file}-`)).then((response) => response.finished()));
  await page.goto(relay.url);
  await Promise.all(fetched);
  await relay.close();
  await page.getByText('No answer').waitFor();

  for (const [, , open, shown] of parts) {
    await open(page);
    await shown(page).waitFor();
    await page.keyboard.press('Escape');
  }
});

test('The page works where the browser keeps nothing', async (t) => {
  const page = await browser.open(Stage.of(t), `${server.url}/favicon.svg`, { forgives: /favicon/ });
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Forbidden.', 'SecurityError');
        },
      });
    }
  });
  await page.goto(server.url);

  await page.getByRole('button', { name: 'Colours' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.getByRole('textbox', { name: 'Message' }).fill('Count to 3');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('1 2 3').waitFor();
});

test('A key that the server could not judge is not kept', async (t) => {
  const page = await browser.open(Stage.of(t), `${server.url}/favicon.svg`, { forgives: /favicon|status of (401|503)/ });
  const answer = (status, code, message) => ({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, code, detail: message, message }) });
  await page.route('**/api/agents', (route) =>
    route.fulfill(route.request().headers().authorization ? answer(503, 'server_stopping', 'The server is stopping.') : answer(401, 'unauthorized', 'A valid API key is needed.')),
  );
  await page.goto(server.url);
  const dialog = page.getByRole('dialog', { name: 'This server asks for a key' });

  await dialog.getByLabel('API key').fill('nonsense');
  await page.keyboard.press('Enter');
  await dialog.getByText('The server is stopping.').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Agents' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Enter the API key' }).click();
  await dialog.waitFor();
});
