import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessibilityFaults, Browser, takeScreenshot } from './harness/browser.js';
import { call } from './harness/rest.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { eventually } from './harness/within.js';
import { Workspace } from './harness/workspace.js';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const stage = new Stage();
let browser;
let server;

before(async () => {
  browser = await Browser.launch(stage);
  const workspace = await Workspace.create(stage);
  await mkdir(workspace.path('data/workspace/notes'), { recursive: true });
  await workspace.write('data/workspace/notes/a.md', 'Apples are red.');
  server = await Server.start(stage, workspace);
});
after(() => stage.end());

async function createSession(title, agentId = 'alice') {
  return (await call(server, 'POST', '/api/sessions', { title, agentId })).body;
}

const link = (page, title) => page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: new RegExp(title) });

test('A stranger gets a reply without a key, a setting or a manual', async (t) => {
  const page = await browser.open(Stage.of(t), server.url);

  await page.getByRole('textbox', { name: /message/i }).fill('Count to 3');
  await page.keyboard.press('Enter');

  await page.waitForURL(/\/sessions\/[0-9a-f]{32}$/);
  await page.getByRole('log').getByText('1 2 3').waitFor();
});

test('Every page has its title, works from the keyboard and has no serious fault of accessibility, light, dark and on a phone', async (t) => {
  const pages = [['/', 'New conversation'], ['/approvals', 'Approvals'], ['/agents', 'Agents'], ['/loops', 'Loops'], ['/providers', 'Providers'], ['/usage', 'Usage']];
  const looks = [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['phone', { colorScheme: 'light', ...phone }]];
  await createSession('A picture of the list', 'debbie');
  for (const [look, options] of looks) {
    const page = await browser.open(Stage.of(t), server.url, options);
    for (const [address, title] of pages) {
      await page.goto(server.url + address);
      await page.getByText('Connected').waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      assert.equal(await page.title(), `${title} · AIWhisperer`);
      assert.deepEqual(await accessibilityFaults(page), [], `${address}, ${look}`);
      await takeScreenshot(page, `${title.toLowerCase().replace(' ', '-')}-${look}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${address} is wider than the ${look} screen`);
    }
  }
});

test('The first Tab offers to skip the sidebar', async (t) => {
  const page = await browser.open(Stage.of(t), `${server.url}/agents`);
  await page.getByText('Connected').waitFor();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');
});

test('Conversations are found, renamed and deleted from the keyboard', async (t) => {
  const [green, blue] = [await createSession('Green apples'), await createSession('Blue plums')];
  const page = await browser.open(Stage.of(t), `${server.url}/sessions/${green.id}`);
  await link(page, 'Blue plums').waitFor();
  const stored = async (id) => call(server, 'GET', `/api/sessions/${id}`);

  await page.getByRole('searchbox', { name: 'Search conversations' }).fill('APPLES');
  await link(page, 'Blue plums').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Title' }).fill('Red apples');
  await page.keyboard.press('Enter');
  await link(page, 'Red apples').waitFor();
  await page.waitForFunction(() => document.title.startsWith('Red apples'));
  assert.equal((await stored(green.id)).body.title, 'Red apples');

  await link(page, 'Red apples').focus();
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete this conversation?' });
  await question.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  assert.equal((await stored(green.id)).status, 200, 'Enter alone deleted it');
  await link(page, 'Red apples').focus();
  await page.keyboard.press('Delete');
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(`${server.url}/`);
  await page.getByText('No title holds “APPLES”').waitFor();
  assert.deepEqual([(await stored(green.id)).status, (await stored(blue.id)).status], [404, 200]);
});

test('A renaming that is given up changes nothing', async (t) => {
  const session = await createSession('Yellow pears');
  const page = await browser.open(Stage.of(t), `${server.url}/agents`);

  await link(page, 'Yellow pears').focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Title' }).fill('Something else');
  await page.keyboard.press('Escape');

  await link(page, 'Yellow pears').waitFor();
  assert.equal((await call(server, 'GET', `/api/sessions/${session.id}`)).body.title, 'Yellow pears');
});

test('A session that waits for a person is told in the list', async (t) => {
  const session = await createSession('Needs a hand', 'patricia');
  await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: 'Read notes/a.md and write a summary to summary.md' }, { Prefer: 'respond-async' });
  const page = await browser.open(Stage.of(t), `${server.url}/agents`);

  await link(page, 'Needs a hand').getByText('Approve').waitFor();
});

test('The palette goes to pages, conversations and agents, and does things', async (t) => {
  await createSession('A needle in the haystack');
  const page = await browser.open(Stage.of(t), server.url);
  await page.getByText('Connected').waitFor();
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const choose = async (text, option) => {
    await page.keyboard.press('Control+k');
    await palette.getByRole('combobox').fill(text);
    await palette.getByRole('option', { name: option }).and(page.locator('[data-highlighted]')).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
  };

  await choose('provi', 'Providers');
  await page.waitForURL(`${server.url}/providers`);
  await choose('needle', /A needle in the haystack/);
  await page.waitForURL(/\/sessions\/[0-9a-f]{32}$/);
  await choose('with tessa', /New conversation with Tessa/);
  await eventually(async () => {
    const id = page.url().split('/').at(-1);
    return (await call(server, 'GET', `/api/sessions/${id}`)).body.activeAgentId === 'tessa';
  }, 'whether the session is Tessa’s');
  const sessionId = page.url().split('/').at(-1);
  const stored = async () => (await call(server, 'GET', `/api/sessions/${sessionId}`)).body;
  await choose('switch to debbie', /Switch to Debbie/);
  await eventually(async () => (await stored()).activeAgentId === 'debbie', 'whether Debbie has taken over');
  await page.getByRole('textbox', { name: 'Message' }).fill('Count to 200');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('1 2 3').waitFor();
  await choose('stop', 'Stop the turn');
  await eventually(async () => (await stored()).openTurns === 0, 'whether the turn was stopped');
  await choose('events of', 'Events of this conversation');
  await page.waitForURL(/\/events$/);
  await choose('dark', 'Colours: dark');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

test('The colours that were chosen are there after a reload', async (t) => {
  const page = await browser.open(Stage.of(t), server.url, { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();

  await page.getByRole('button', { name: 'Colours' }).click();
  await page.getByRole('menuitem', { name: 'Light' }).click();
  await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, dark);
  const light = await ground();
  await page.reload();
  await page.getByText('Connected').waitFor();

  assert.equal(await ground(), light);
});

test('The help lists the shortcuts, and does not come while one is typing', async (t) => {
  const page = await browser.open(Stage.of(t), server.url);
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });

  await page.getByRole('searchbox', { name: 'Search conversations' }).focus();
  await page.keyboard.type('?');
  await page.getByText('No title holds “?”').waitFor();
  assert.equal(await help.count(), 0);
  await page.getByRole('main').focus();
  await page.keyboard.type('?');
  await help.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
});

test('On a phone the sidebar is a drawer that goes when something in it is chosen', async (t) => {
  const page = await browser.open(Stage.of(t), server.url, phone);
  const drawer = page.getByRole('dialog', { name: 'Conversations and pages' });

  await page.getByRole('button', { name: 'Conversations and pages' }).click();
  await drawer.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await takeScreenshot(page, 'drawer-phone');
  await drawer.getByRole('link', { name: 'Agents' }).click();

  await page.waitForURL(`${server.url}/agents`);
  await drawer.waitFor({ state: 'detached' });
});

test('A page that was open while the server was gone says so, and recovers by itself', async (t) => {
  const own = Stage.of(t);
  const workspace = await Workspace.create(own);
  const first = await Server.start(own, workspace);
  const page = await browser.open(own, first.url, { forgives: /Failed to load resource|WebSocket|ERR_/ });
  await page.getByText('Connected').waitFor();

  await first.kill();
  await page.getByText('No answer').waitFor();
  await takeScreenshot(page, 'no-answer-light');
  const { port } = new URL(first.url);
  await Server.start(own, workspace, { env: { ASPNETCORE_URLS: `http://127.0.0.1:${port}` } });

  await page.getByText('Connected').waitFor();
});

test('With keys in force the page asks for one, tells a wrong one, and keeps a right one for its tab', async (t) => {
  const own = Stage.of(t);
  const workspace = await Workspace.create(own);
  const { output } = await runCommand(workspace, ['new-key', 'ann']);
  const guarded = await Server.start(own, workspace, {
    env: {
      AIWhisperer__Authentication__Keys__0__Name: 'ann',
      AIWhisperer__Authentication__Keys__0__Hash: /__Hash=(\S+)/.exec(output)[1],
    },
  });
  const page = await browser.open(own, guarded.url, { forgives: /status of 401/ });
  const dialog = page.getByRole('dialog', { name: 'This server asks for a key' });

  await dialog.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await takeScreenshot(page, 'key-light');
  await page.getByLabel('API key').fill('aiw_wrong');
  await page.keyboard.press('Enter');
  await page.getByText('The server does not know this key').waitFor();
  await page.getByLabel('API key').fill(/aiw_\S+/.exec(output)[0]);
  await page.keyboard.press('Enter');

  await page.getByText('Your conversations will be listed here').waitFor();
  assert.equal(await dialog.count(), 0);
  await page.getByRole('textbox', { name: /message/i }).fill('Count to 3');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('1 2 3').waitFor();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).some((name) => /key/i.test(name))), false);
});

test('Without a built console the page says how to build it, and the API works', async (t) => {
  const own = Stage.of(t);
  const workspace = await Workspace.create(own);
  const bare = await Server.start(own, workspace, { env: { AIWhisperer__Console__Path: workspace.path('nothing') } });
  const page = await browser.open(own, bare.url, { forgives: /favicon|status of 404/ });

  assert.match(await page.getByRole('main').innerText(), /Node 20/);
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.equal((await call(bare, 'GET', '/api/agents')).status, 200);
});
