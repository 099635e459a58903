import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, Browser, takeScreenshot } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { eventually } from './harness/within.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;
let server;

before(async () => {
  server = await Server.start(stage, await Workspace.create(stage));
  browser = await Browser.launch(stage);
});

after(() => stage.end());

const write = (file) => `Call write_file with {"path": "${file}", "content": "# An idea"}`;

async function ask(title, file) {
  const { body: session } = await call(server, 'POST', '/api/sessions', { title, agentId: 'patricia' });
  const { body: turn } = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: write(file) }, { Prefer: 'respond-async' });
  const outcome = async () => (await call(server, 'GET', `/api/sessions/${session.id}/turns/${turn.turnId}`)).body;
  await eventually(async () => (await outcome()).pendingApprovals.length > 0, `whether ${title} asks`);
  return { ...session, outcome };
}

test('All that waits for a person is told, shown and answered on one page', async (t) => {
  const [first, second] = [await ask('To be approved', 'first.md'), await ask('To be refused', 'second.md')];
  const page = await browser.open(Stage.of(t), `${server.url}/agents`);
  await page.getByRole('link', { name: 'Approvals 2 wait' }).click();
  await page.waitForURL(`${server.url}/approvals`);
  const question = (title) => page.getByRole('article', { name: title });

  await question('To be approved').getByRole('group', { name: 'Arguments' }).getByText('first.md').waitFor();
  await question('To be refused').getByRole('link', { name: 'To be refused' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await takeScreenshot(page, 'approvals-waiting-light');
  await question('To be approved').getByRole('button', { name: 'Approve', exact: true }).click();
  await question('To be approved').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Approvals 1 waits' }).waitFor();
  await question('To be refused').getByRole('button', { name: 'Refuse…' }).click();
  await page.getByLabel('Why not? The agent is told.').fill('Not today.');
  await page.getByRole('button', { name: 'Refuse', exact: true }).click();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();

  await page.getByRole('link', { name: 'Approvals', exact: true }).waitFor();
  const approvalOf = async (session) => (await session.outcome()).toolCalls[0].approval;
  assert.equal((await approvalOf(first)).resolution, 'approved');
  assert.deepEqual([(await approvalOf(second)).resolution, (await approvalOf(second)).answerReason], ['refused', 'Not today.']);
});

test('A question that is answered elsewhere goes from the page, and leads to its conversation', async (t) => {
  const session = await ask('Answered elsewhere', 'third.md');
  const page = await browser.open(Stage.of(t), `${server.url}/approvals`, { viewport: { width: 360, height: 740 } });
  const question = page.getByRole('article', { name: 'Answered elsewhere' });
  await question.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await takeScreenshot(page, 'approvals-waiting-phone');

  const [{ approvalId }] = (await session.outcome()).pendingApprovals;
  await call(server, 'POST', `/api/sessions/${session.id}/approvals/${approvalId}`, { decision: 'approve' });
  await question.waitFor({ state: 'detached' });
});

test('An approval that stands is listed in its conversation and can be taken back', async (t) => {
  const chat = await ChatPage.open(Stage.of(t), browser, server);
  await chat.begin(write('fourth.md'), 'Patricia');
  await chat.button('Approve always').click();
  await chat.page.getByRole('menuitem', { name: /Any call of write_file/ }).click();
  await chat.untilEnded(1);

  await chat.button('Standing approvals').click();
  const dialog = chat.page.getByRole('dialog', { name: 'Standing approvals' });
  await dialog.getByText('Patricia the Planner may make any call of write_file').waitFor();
  assert.deepEqual(await accessibilityFaults(chat.page), []);
  await takeScreenshot(chat.page, 'standing-approvals-light');
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await dialog.getByText('No approval stands').waitFor();
  await chat.page.keyboard.press('Escape');

  await chat.send(write('fifth.md'));
  await chat.button('Approve').click();
  await chat.untilEnded(2);
});
