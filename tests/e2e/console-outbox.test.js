import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
const forgives = /Failed to load resource|WebSocket|ERR_/;
let browser;
let server;

before(async () => {
  server = await Server.start(stage, await Workspace.create(stage));
  browser = await Browser.launch(stage);
});

after(() => stage.end());

const open = (t, path, options) => ChatPage.open(Stage.of(t), browser, server, path, options);
const cutOff = (page) => page.route('**/hubs/**', (route) => route.abort());
const connect = (page) => page.unroute('**/hubs/**');

test('A message that was on its way when the page was reloaded is delivered, once', async (t) => {
  const own = Stage.of(t);
  const workspace = await Workspace.create(own);
  const first = await Server.start(own, workspace);
  const chat = await ChatPage.open(own, browser, first, '/', { forgives });
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await first.kill();
  await chat.send('Count to 4');
  await chat.said('Sending…').waitFor();

  await cutOff(chat.page);
  const { port } = new URL(first.url);
  const second = await Server.start(own, workspace, { env: { ASPNETCORE_URLS: `http://127.0.0.1:${port}` } });
  await chat.page.reload();
  await connect(chat.page);

  await chat.untilEnded(2);
  const { body } = await call(second, 'GET', `/api/sessions/${chat.sessionId}/messages`);
  assert.deepEqual(body.messages.map(({ text }) => text), ['Count to 3', '1 2 3', 'Count to 4', '1 2 3 4']);
  await chat.page.waitForFunction(() => Object.values(sessionStorage).every((text) => !text.includes('Count to 4')));
});

test('A message that was refused is there after a reload, and can be sent again or thrown away', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  for (const text of ['Count to 4', 'Count to 5']) {
    await chat.choosePolicy('Send only if it is free');
    await chat.send(text);
    await chat.log.getByRole('article').filter({ hasText: text }).getByRole('alert').waitFor();
  }

  await chat.page.reload();
  const refused = (text) => chat.log.getByRole('article').filter({ hasText: text }).filter({ has: chat.button('Send again') });
  await refused('Count to 5').getByRole('button', { name: 'Throw away' }).click();
  assert.match(await refused('Count to 4').getByRole('alert').innerText(), /busy|turn/);
  await chat.button('Stop').click();
  await chat.untilEnded(1);
  await refused('Count to 4').getByRole('button', { name: 'Send again' }).click();
  await chat.said(/^1 2 3 4$/).waitFor();
  await chat.page.reload();
  await chat.untilEnded(2);

  assert.equal(await chat.button('Send again').count(), 0);
});

test('A message that was refused is edited in the field, with its address', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000', 'Debbie');
  await chat.said(/ 10 11/).waitFor();
  await chat.button('To: Debbie the Debugger').click();
  await chat.page.getByRole('menuitemcheckbox', { name: /Debbie/ }).click();
  await chat.page.keyboard.press('Escape');
  await chat.choosePolicy('Send only if it is free');
  await chat.send('//Count to 4');
  await chat.log.getByRole('alert').waitFor();
  await chat.field.fill('What I typed since');
  await chat.button('Edit').click();

  assert.equal(await chat.field.inputValue(), '@debbie /Count to 4\n\nWhat I typed since');
  assert.equal(await chat.field.evaluate((field) => field === document.activeElement), true);
  assert.equal(await chat.button('Send again').count(), 0);
  await chat.button('Stop').click();
  await chat.untilEnded(1);
});

test('A message that is too long says so, and can be made shorter', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.field.fill('x'.repeat(300_000));
  await chat.field.press('Enter');
  assert.match(await chat.log.getByRole('alert').innerText(), /Edit the message/);
  assert.deepEqual(await accessibilityFaults(chat.page), []);
  await chat.button('Edit').click();
  assert.equal((await chat.field.inputValue()).length, 300_000);

  await chat.send('Count to 4');
  await chat.said(/^1 2 3 4$/).waitFor();
});

test('What begins a conversation stays typed until the conversation has begun', async (t) => {
  const chat = await open(t, '/', { forgives });
  await cutOff(chat.page);
  await chat.send('Count to 6');
  await chat.page.getByText('The conversation begins…').waitFor();
  await chat.page.reload();
  await connect(chat.page);
  await chat.field.waitFor();
  assert.equal(await chat.field.inputValue(), 'Count to 6');

  await chat.field.press('Enter');
  await chat.said(/^1 2 3 4 5 6$/).waitFor();
  await chat.page.goto(server.url);
  assert.equal(await chat.field.inputValue(), '');
});
