import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;
let server;

before(async () => {
  server = await Server.start(stage, await Workspace.create(stage));
  browser = await Browser.launch(stage);
});

after(() => stage.end());

const open = (t, path, options) => ChatPage.open(Stage.of(t), browser, server, path, options);
const stored = (page) => page.evaluate(() => [...Object.values(localStorage), ...Object.values(sessionStorage)].join('\n'));

test('What was typed into a conversation goes with it', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 11');
  await chat.untilEnded(1);
  await chat.field.fill('a secret thought');
  assert.match(await stored(chat.page), /a secret thought/);

  await chat.page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /Count to 11/ }).focus();
  await chat.page.keyboard.press('Delete');
  await chat.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await chat.page.waitForURL(`${server.url}/`);
  assert.doesNotMatch(await stored(chat.page), /a secret thought/);
});

test('What was typed into a conversation goes when that was deleted elsewhere, and can still be copied', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.field.fill('a secret thought');
  await call(server, 'DELETE', `/api/sessions/${chat.sessionId}`);
  await chat.page.getByText(/This conversation is closed/).waitFor();

  assert.equal(await chat.field.inputValue(), 'a secret thought');
  assert.doesNotMatch(await stored(chat.page), /a secret thought/);
});
