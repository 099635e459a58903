import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessibilityFaults, Browser, takeScreenshot } from './harness/browser.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { eventually } from './harness/within.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;
let workspace;
let server;

before(async () => {
  workspace = await Workspace.create(stage);
  server = await Server.start(stage, workspace);
  browser = await Browser.launch(stage);
});

after(() => stage.end());

const open = (t, path, options) => browser.open(Stage.of(t), server.url + path, options);
const rest = async (method, path, body, headers) => (await call(server, method, path, body, headers)).body;
const createSession = (agentId, title) => rest('POST', '/api/sessions', { agentId, title });
const send = (session, text, headers) => rest('POST', `/api/sessions/${session.id}/turns`, { text }, headers);
const sendOnly = (session, text) => send(session, text, { Prefer: 'respond-async' });
const row = (page, text) => page.getByRole('row').filter({ hasText: text });
const panel = (page, name) => page.getByRole('region', { name, exact: true });

async function downloaded(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('The loops page shows every loop, filters, and releases one that is idle', async (t) => {
  const session = await createSession('eamonn', 'To be released');
  const other = await createSession('alice', 'To be kept');
  await send(session, 'Count to 3');
  await send(other, 'Count to 3');

  const page = await open(t, '/loops');
  const ours = row(page, 'To be released').filter({ hasText: 'Eamonn the Task Preparer' });
  await ours.waitFor();
  const loop = (await rest('GET', '/api/loops')).loops.find((one) => one.sessionId === session.id);
  const text = await ours.textContent();
  for (const told of [`${loop.provider}/${loop.model}`, loop.revision, 'idle']) {
    assert.ok(text.includes(told), `${told} is in ${text}`);
  }

  const filter = page.getByRole('searchbox', { name: 'Filter by agent' });
  await filter.fill('alice');
  await ours.waitFor({ state: 'detached' });
  await row(page, 'To be kept').waitFor();
  await filter.fill('');

  await ours.getByRole('button', { name: 'Release the loop of eamonn' }).click();
  await ours.waitFor({ state: 'detached' });
  assert.ok(!(await rest('GET', '/api/loops')).loops.some((one) => one.sessionId === session.id));
});

test('A loop that works is released only after a question', async (t) => {
  const page = await open(t, '/loops');
  const session = await createSession('tessa', 'At work');
  const { turnId } = await sendOnly(session, 'Count to 20000');

  const ours = row(page, 'At work').filter({ hasText: 'running' });
  await ours.getByRole('button', { name: 'Release the loop of tessa' }).click();
  const dialog = page.getByRole('dialog', { name: 'Release the loop of tessa?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await rest('GET', `/api/sessions/${session.id}/turns/${turnId}`)).status, 'running');

  await ours.getByRole('button', { name: 'Release the loop of tessa' }).click();
  await dialog.getByRole('button', { name: 'Release' }).click();
  await row(page, 'At work').waitFor({ state: 'detached' });
  const status = async () => (await rest('GET', `/api/sessions/${session.id}/turns/${turnId}`)).status;
  await eventually(async () => (await status()) === 'cancelled', 'whether the turn was cancelled');
});

test('The agents page shows what the server says, with the settings in force and the tools', async (t) => {
  const agent = await rest('GET', '/api/agents/alice');
  const { tools } = await rest('GET', '/api/agents/alice/tools');
  const page = await open(t, '/agents');
  const card = panel(page, agent.name);

  await card.getByText(agent.reason).waitFor();
  await card.getByText(agent.description).waitFor();
  assert.match(await card.textContent(), /Substitute model.*openai\/gpt-4\.1.*offline\/offline-full answers now/);

  await card.getByText('Settings in force').click();
  const settings = await card.getByLabel(`Settings of ${agent.name}`).textContent();
  assert.match(settings, /ai_config\.temperature0\.7ai_config/, 'what the file says is not marked');
  assert.match(settings, /on_busyenqueuedefault/, 'what it does not say is');

  await card.getByText(`Tools (${agent.tools.length})`).click();
  for (const { tool, because } of tools) {
    assert.ok((await row(card, tool.name).first().textContent()).includes(because));
  }
});

test('A broken edit shows file and line after a reload, and none once it is mended', async (t) => {
  const page = await open(t, '/agents');
  const card = panel(page, 'Debbie the Debugger');
  const problems = card.getByRole('list', { name: 'Problems of Debbie the Debugger' });
  await card.waitFor();

  await workspace.edit('config/agents/debbie.yaml', 'prompt_file: prompts/debbie.md', 'prompt_file: prompts/nowhere.md');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await problems.getByText(/debbie\.yaml, line 7$/).waitFor();
  await card.getByText('last good kept').waitFor();
  const [problem] = (await rest('GET', '/api/agents/debbie')).problems;
  const text = await problems.textContent();
  for (const told of [problem.file, `line ${problem.line}`, problem.key, problem.message, problem.remedy]) {
    assert.ok(text.includes(told), `${told} is in ${text}`);
  }

  await workspace.edit('config/agents/debbie.yaml', 'prompts/nowhere.md', 'prompts/debbie.md');
  await workspace.edit('config/agents/debbie.yaml', 'temperature: 0.2', 'temperature: 0.3');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await problems.waitFor({ state: 'detached' });
  await page.getByText('The configuration was read again.').waitFor();
});

test('A text is checked without being used, and its problems lead to their lines', async (t) => {
  const page = await open(t, '/agents');
  const checker = panel(page, 'Check a file');
  const editor = checker.getByRole('textbox', { name: 'Text of an agents file' });

  await checker.getByRole('button', { name: 'Check' }).click();
  await checker.getByText('Nothing is wrong with it. It declares carol.').waitFor();

  await editor.fill('carol:\n  name: Carol\n  prompt: You are Carol.\n  ai_config:\n    temprature: 0.5\n');
  await checker.getByRole('button', { name: 'Check' }).click();
  await checker.getByRole('button', { name: 'Line 5' }).click();
  const chosen = await editor.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));

  assert.equal(chosen, '    temprature: 0.5');
  assert.equal((await call(server, 'GET', '/api/agents/carol')).status, 404);
});

test('A conversation is started with an agent of the list', async (t) => {
  const page = await open(t, '/agents');
  await page.getByRole('button', { name: 'New conversation with Patricia the Planner' }).click();
  await page.waitForURL('**/sessions/*');
  const session = await rest('GET', `/api${new URL(page.url()).pathname}`);
  assert.equal(session.activeAgentId, 'patricia');
});

test('The providers page tells state, key and models, and tests a provider', async (t) => {
  const { providers } = await rest('GET', '/api/providers');
  const openai = providers.find((provider) => provider.id === 'openai');
  const page = await open(t, '/providers');
  const offline = panel(page, 'offline');

  await panel(page, 'openai').getByText('OPENAI_API_KEY is not set', { exact: true }).waitFor();
  await panel(page, 'openai').getByText(openai.reason).waitFor();
  await panel(page, 'openai').getByText(`Known models (${openai.models.length})`).click();
  const model = row(panel(page, 'openai'), 'gpt-4o-mini');
  assert.match(await model.textContent(), /gpt-4o-mini128K16\.4K\$0\.15\$0\.075\$0\.60/);

  await page.getByRole('button', { name: 'Test offline' }).click();
  await offline.getByText('offline-full answered.').waitFor();
  await offline.getByText('Models that it lists itself').click();
  await offline.getByRole('list', { name: 'Models that offline lists' }).getByText('offline-brief').waitFor();

  await page.getByRole('button', { name: 'Test openai' }).click();
  await panel(page, 'openai').getByText('Not called: there is no key.').waitFor();
});

test('The usage page sums what turns took, draws it and gives it as CSV', async (t) => {
  const session = await createSession('alice', 'What it took');
  await send(session, 'Count to 7');
  const page = await open(t, '/usage');

  const { total } = await rest('GET', '/api/usage');
  const totals = page.getByLabel('Totals');
  await totals.getByText(total.inputTokens.toLocaleString('en'), { exact: true }).waitFor();
  await page.locator('.recharts-bar-rectangle').first().waitFor();

  await page.getByRole('tab', { name: 'By conversation' }).click();
  const [sum] = (await rest('GET', `/api/usage?groupBy=session&sessionId=${session.id}`)).rows;
  const ours = row(page, 'What it took');
  await ours.waitFor();
  assert.equal(await ours.textContent(), `What it took1${sum.calls}${sum.inputTokens}0${sum.outputTokens}0$0.00`);

  const { name, text } = await downloaded(page, 'CSV');
  assert.match(name, /^usage-by-session-.*\.csv$/);
  assert.ok(text.includes(`${session.id},1,${sum.calls},${sum.inputTokens},0,${sum.outputTokens},0,`), text);
});

test('A price that is not known is told as unknown', async (t) => {
  const page = await open(t, '/usage');
  await page.route('**/api/usage?*', async (route) => {
    const row = { turns: 1, calls: 1, inputTokens: 10, outputTokens: 5, cachedInputTokens: 0, reasoningTokens: 0, estimatedTokens: 0, unpricedTokens: 15 };
    const day = new Date().toISOString().slice(0, 10);
    await route.fulfill({ json: { from: day, to: day, total: row, rows: [{ ...row, day }], isTruncated: false } });
  });
  await page.reload();
  await page.getByLabel('Totals').getByText('unknown', { exact: true }).waitFor();
  await row(page, new Date().toISOString().slice(0, 10)).getByText('unknown').waitFor();
  assert.match((await downloaded(page, 'CSV')).text, /,unknown\r\n$/);
});

test('The inspector shows the events of a turn as they come, filters them and shows their JSON', async (t) => {
  const session = await createSession('alice', 'Inspected');
  const page = await open(t, `/sessions/${session.id}/events`);
  const option = (type) => page.getByRole('option').filter({ hasText: type });
  await option('session.created').waitFor();

  const turn = await send(session, 'Count to 12');
  await option('turn.completed').waitFor();
  await option('message.delta').waitFor();
  assert.equal(await option('message.delta').count(), 1, 'deltas of one message are one row');

  await page.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'turn.*' }).click();
  await option('message.added').waitFor({ state: 'detached' });
  await option('turn.completed').click();
  const shown = JSON.parse(await page.getByLabel('JSON of the event').textContent());
  const { events } = await rest('GET', `/api/sessions/${session.id}/events`);
  assert.deepEqual(shown, events.find((event) => event.type === 'turn.completed'));

  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('searchbox', { name: 'Text in the event' }).fill('count to 12');
  await option('turn.completed').waitFor({ state: 'detached' });
  const { text } = await downloaded(page, 'JSON lines');
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((event) => [event.type, event.turnId, event.text]), [['message.added', turn.turnId, 'Count to 12']]);
});

test('A paused inspector holds still, and goes on with what came meanwhile', async (t) => {
  const session = await createSession('alice', 'Paused');
  const page = await open(t, `/sessions/${session.id}/events`);
  await page.getByRole('option').filter({ hasText: 'session.created' }).waitFor();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await send(session, 'Count to 3');
  const goOn = page.getByRole('button', { name: /^Go on \(\d+ new\)$/ });
  await goOn.waitFor();
  assert.equal(await page.getByRole('option').count(), 1);
  await goOn.click();
  await page.getByRole('option').filter({ hasText: 'turn.completed' }).waitFor();
});

test('The inspector is used by keyboard', async (t) => {
  const session = await createSession('alice', 'By keyboard');
  await send(session, 'Count to 3');
  const page = await open(t, `/sessions/${session.id}/events`);
  await page.getByRole('option').filter({ hasText: 'turn.completed' }).waitFor();

  await page.getByRole('listbox', { name: 'Events' }).focus();
  await page.keyboard.press('Home');
  await page.getByRole('region', { name: 'Event 1', exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  assert.match(await page.getByRole('option', { selected: true }).textContent(), /message\.added/);
  await page.keyboard.press('End');
  assert.match(await page.getByRole('option', { selected: true }).textContent(), /turn\.completed/);
});

test('A page whose data cannot be had says what to do, and recovers', async (t) => {
  for (const name of ['loops', 'agents', 'providers', 'usage']) {
    const page = await open(t, '/providers', { forgives: /503|Failed to load resource/ });
    const problem = { status: 503, code: 'storage_unavailable', detail: 'The store does not answer.' };
    await page.route(`**/api/${name}*`, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem }));
    await page.goto(`${server.url}/${name}`);
    const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await alert.getByText('The store does not answer.').waitFor();
    await page.unroute(`**/api/${name}*`);
    const again = alert.getByRole('button', { name: 'Try again' });
    await again.click().catch(() => {
      // The page has asked again by itself.
    });
    await alert.waitFor({ state: 'detached' });
  }
});

test('Every page is accessible in light and dark, and fits a phone', async (t) => {
  const session = await createSession('alice', 'A look at every page');
  await send(session, 'Count to 9');
  const paths = { loops: '/loops', agents: '/agents', providers: '/providers', usage: '/usage', events: `/sessions/${session.id}/events` };
  const ready = { loops: 'Live loops', agents: 'Text of an agents file', providers: 'Calls of offline', usage: 'Usage by day', events: 'Events' };
  const looks = { light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: { width: 360, height: 780 } } };
  for (const [look, options] of Object.entries(looks)) {
    for (const [name, path] of Object.entries(paths)) {
      const page = await open(t, path, options);
      await page.getByLabel(ready[name], { exact: true }).first().waitFor();
      await takeScreenshot(page, `${name}-${look}`);
      assert.deepEqual(await accessibilityFaults(page), [], `${name}, ${look}`);
      const main = await page.getByRole('main').evaluate((element) => [element.scrollWidth, element.clientWidth]);
      assert.ok(main[0] <= main[1], `${name} is ${main[0]} wide where there are ${main[1]}`);
    }
  }
});
