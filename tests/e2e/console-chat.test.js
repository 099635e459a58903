import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessibilityFaults, Browser, takeScreenshot } from './harness/browser.js';
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

async function storedMessages(sessionId) {
  return (await call(server, 'GET', `/api/sessions/${sessionId}/messages?limit=200`)).body.messages;
}

test('A stranger writes the first message and reads the reply', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 12');
  await chat.untilEnded(1);

  const texts = await chat.messages();
  assert.match(texts[0], /Count to 12/);
  assert.match(texts[1], /Alice the AI Assistant[^]*1 2 3 4 5 6 7 8 9 10 11 12/);
  assert.match(await chat.ends.innerText(), /offline\/offline-full[^]*tokens[^]*\$0\.00[^]*first token/);
  assert.deepEqual(await accessibilityFaults(chat.page), []);
});

test('A suggestion of each agent is answered without a key', async (t) => {
  const chat = await open(t);
  await chat.page.getByRole('group', { name: 'Suggestions' }).getByRole('button', { name: 'How do I add an agent?' }).click();
  await chat.untilEnded(1);

  assert.match((await chat.messages())[1], /config\/agents/);
});

test('A page that is reloaded in the middle of an answer shows the same text', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 150');
  await chat.said(/ 20 /).waitFor();
  await chat.page.reload();
  await chat.untilEnded(1);

  const [, reply] = await storedMessages(chat.sessionId);
  const expected = Array.from({ length: 150 }, (_, index) => index + 1).join(' ');
  assert.equal(reply.text, expected);
  assert.equal(await chat.said(/ 149 150/).innerText(), expected);
});

test('Two tabs show the same in the same order', async (t) => {
  const first = await open(t);
  await first.begin('Count to 30');
  const second = await open(t, `/sessions/${first.sessionId}`);
  await second.send('What did I say before?');
  await first.send('Count to 3');
  await Promise.all([first, second].map((chat) => chat.untilEnded(3)));

  assert.deepEqual(await second.messages(), await first.messages());
});

test('Escape and the button stop a turn, and what was written stays', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.field.press('Escape');
  await chat.untilEnded(1);
  assert.match(await chat.ends.innerText(), /Stopped by you/);
  assert.equal(await chat.log.getByText('Cut short').count(), 1);

  await chat.send('Count to 1000');
  await chat.said(/ 10 11/).nth(1).waitFor();
  await chat.button('Stop').click();
  await chat.untilEnded(2);
  assert.equal(await chat.button('Stop').count(), 0);
});

test('Keys work while a toast is shown', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.send('/switch alice');
  // What the pointer rests on does not go by itself.
  const toast = chat.page.getByRole('dialog', { name: 'Alice the AI Assistant is the active agent already' });
  await toast.hover();
  await chat.field.press('Escape');
  await chat.untilEnded(1);
  await chat.field.press('Alt+d');
  await chat.said(/debbie takes over/).waitFor();

  assert.match(await chat.ends.innerText(), /Stopped by you/);
  await toast.waitFor();
});

test('Escape in a field that is not the conversation’s stops nothing', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.page.getByRole('searchbox', { name: 'Search conversations' }).press('Escape');
  await chat.send('Count to 4');
  await chat.said('Waits: number 1 in line').waitFor();
  await chat.button('Stop').click();
  await chat.untilEnded(2);
});

test('A conversation that is closed takes commands', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await call(server, 'DELETE', `/api/sessions/${chat.sessionId}`);
  await chat.page.getByText('This conversation is closed. Start a new one with /clear.').waitFor();
  await chat.send('Count to 4');
  assert.equal(await chat.field.inputValue(), 'Count to 4');
  await chat.send('/clear');

  await chat.page.getByRole('heading', { name: 'Alice the AI Assistant is ready' }).waitFor();
});

test('The agent is switched by the dialog, with a carry-over, and by its key', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.button('Switch agent').click();
  const dialog = chat.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Debbie/ }).check();
  await dialog.getByRole('combobox').click();
  await chat.page.getByRole('option', { name: /^Nothing/ }).click();
  assert.deepEqual(await accessibilityFaults(chat.page), []);
  await dialog.getByRole('button', { name: 'Switch', exact: true }).click();
  await chat.said(/debbie takes over/).waitFor();
  await chat.field.press('Alt+t');
  await chat.said(/tessa takes over/).waitFor();
  await chat.send('Count to 2');
  await chat.untilEnded(2);

  assert.match((await chat.messages()).at(-1), /Tessa the Tester/);
  const log = await call(server, 'GET', `/api/sessions/${chat.sessionId}/events`);
  const switches = log.body.events.filter((event) => event.type === 'agent.switched');
  assert.deepEqual(switches.map(({ to, carryOver }) => [to, carryOver.policy]), [['debbie', 'none'], ['tessa', 'full']]);
});

const write = 'Call write_file with {"path": "idea.md", "content": "# An idea"}';

test('An agent is chosen by its key before the conversation begins, and the key is shown', async (t) => {
  const chat = await open(t);
  const debbie = chat.page.getByRole('radio', { name: /Debbie the Debugger.*Alt ?\+ ?D/ });
  await debbie.waitFor({ state: 'attached' });
  await chat.field.press('Alt+d');
  assert.equal(await debbie.isChecked(), true);
  await chat.send('Count to 2');
  await chat.untilEnded(1);

  assert.match((await chat.messages())[1], /Debbie the Debugger/);
});

test('A tool call waits until it is approved, and runs then', async (t) => {
  const chat = await open(t);
  await chat.begin(write, 'Patricia');
  const question = chat.page.getByRole('region', { name: /May Patricia the Planner call write_file/ });
  await question.waitFor();
  assert.match(await question.innerText(), /Changes files[^]*Refused by itself in/);
  assert.match(await chat.log.getByRole('group', { name: 'Arguments' }).innerText(), /idea\.md[^]*# An idea/);
  assert.deepEqual(await accessibilityFaults(chat.page), []);
  await question.getByRole('button', { name: 'Refuse…' }).click();
  await question.getByRole('button', { name: 'Back' }).click();
  await chat.page.waitForFunction(() => document.activeElement?.textContent === 'Refuse…');
  await question.getByRole('button', { name: 'Approve', exact: true }).click();
  await chat.untilEnded(1);
  assert.equal(await chat.field.evaluate((field) => field === document.activeElement), true, 'the focus is lost');

  await chat.log.getByRole('button', { name: /write_file/ }).getByText(/Done/).waitFor();
  assert.equal(await question.count(), 0);
});

test('Of a tool call that waits, all is shown that would run', async (t) => {
  const chat = await open(t);
  await chat.begin(`Call write_file with {"path": "long.md", "content": "${'harmless '.repeat(400)}and the end"}`, 'Patricia');
  await chat.button('Approve').waitFor();

  assert.match(await chat.log.getByRole('group', { name: 'Arguments' }).innerText(), /harmless and the end/);
  await chat.button('Approve').click();
  await chat.untilEnded(1);
});

test('A tool call that is refused does not run, and the agent is told why', async (t) => {
  const chat = await open(t);
  await chat.begin(write.replace('idea', 'other'), 'Patricia');
  await chat.button('Refuse…').click();
  await chat.page.getByLabel('Why not? The agent is told.').fill('Not today.');
  await chat.button('Refuse').click();
  await chat.untilEnded(1);

  await chat.log.getByRole('button', { name: /write_file.*Refused/ }).click();
  await chat.said(/A person was asked: refused, because: Not today\./).waitFor();
});

test('An approval can stand for later calls of the tool', async (t) => {
  const chat = await open(t);
  await chat.begin(write.replace('idea', 'first'), 'Patricia');
  await chat.button('Approve always').click();
  await chat.page.getByRole('menuitem', { name: /Any call of write_file/ }).click();
  await chat.untilEnded(1);
  await chat.send(write.replace('idea', 'second'));
  await chat.untilEnded(2);

  assert.equal(await chat.log.getByRole('button', { name: /write_file.*Done/ }).count(), 2);
});

test('A message to a busy agent waits in line, tells its place and can be taken out', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.send('Count to 4');
  await chat.said('Waits: number 1 in line').waitFor();
  await chat.send('Count to 5');
  await chat.said('Waits: number 2 in line').waitFor();
  await chat.button('Take it out of the line').first().click();
  await chat.said('Waits: number 1 in line').waitFor();
  await chat.button('Stop').click();
  await chat.said(/^1 2 3 4 5$/).waitFor();
  await chat.untilEnded(3);
});

test('A message to a busy agent interrupts it', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.choosePolicy('Stop it, then answer this');
  await chat.send('Count to 4');
  await chat.untilEnded(2);

  assert.match(await chat.ends.first().innerText(), /Stopped for the next message/);
  await chat.said(/^1 2 3 4$/).waitFor();
});

test('A message to a busy agent takes back what ran', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.choosePolicy('Take the last message back');
  await chat.send('Count to 4');
  await chat.untilEnded(1);

  await chat.log.getByRole('button', { name: 'Taken back: Count to 1000' }).waitFor();
  assert.deepEqual((await storedMessages(chat.sessionId)).map((message) => message.text), ['Count to 4', '1 2 3 4']);
});

test('A message to a busy agent joins its turn', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 60');
  await chat.said(/ 10 11/).waitFor();
  await chat.choosePolicy('Add to the running turn');
  await chat.send('Count to 4');
  await chat.said('Joins the running turn with its next step').waitFor();
  await chat.untilEnded(1);

  await chat.said('Added to the running turn').waitFor();
});

test('A message that is refused by a busy agent stays, and can be sent again', async (t) => {
  const chat = await open(t, '/');
  await chat.begin('Count to 1000');
  await chat.said(/ 10 11/).waitFor();
  await chat.choosePolicy('Send only if it is free');
  await chat.send('Count to 4');
  await chat.log.getByRole('alert').waitFor();
  await chat.button('Stop').click();
  await chat.untilEnded(1);
  await chat.button('Send again').click();
  await chat.said(/^1 2 3 4$/).waitFor();
});

test('Commands switch, save, help and clear, and are completed', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.field.fill('/sw');
  await chat.page.getByRole('option', { name: /switch AGENT/ }).waitFor();
  await chat.field.press('Tab');
  await chat.field.pressSequentially('deb');
  await chat.field.press('Enter');
  assert.equal(await chat.field.inputValue(), '/switch debbie');
  await chat.field.press('Enter');
  await chat.said(/debbie takes over/).waitFor();

  const [download] = await Promise.all([chat.page.waitForEvent('download'), chat.send('/save')]);
  const saved = await readFile(await download.path(), 'utf8');
  assert.equal(download.suggestedFilename(), 'Count-to-3.md');
  assert.match(saved, /^# Count to 3\n\n[^]*## You, to Alice the AI Assistant\n\nCount to 3\n[^]*## Alice the AI Assistant\n\n1 2 3\n/);

  await chat.send('/help');
  await chat.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await chat.page.keyboard.press('Escape');
  await chat.send('/dance');
  await chat.page.getByText('There is no command /dance.').waitFor();
  await chat.send('/switch nobody');
  await chat.page.getByText('There is no agent nobody. Choose one of alice').waitFor();
  assert.equal(await chat.field.inputValue(), '/switch nobody');

  const before = chat.sessionId;
  await chat.send('/clear');
  await chat.page.getByRole('heading', { name: 'Debbie the Debugger is ready' }).waitFor();
  assert.notEqual(chat.sessionId, before);
});

test('One message goes to another agent, by its name or the picker', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.send('@debbie Count to 4');
  await chat.untilEnded(2);
  await chat.button('To: Alice the AI Assistant').click();
  await chat.page.getByRole('menuitemcheckbox', { name: /Tessa/ }).click();
  await chat.page.keyboard.press('Escape');
  await chat.send('Count to 5');
  await chat.untilEnded(3);

  const texts = await chat.messages();
  assert.match(texts.find((text) => /1 2 3 4$/m.test(text)), /Debbie/);
  assert.match(texts.find((text) => /1 2 3 4 5$/m.test(text)), /Tessa/);
  await chat.button('To: Alice the AI Assistant').waitFor();
});

test('The answers of several agents to one question stand side by side, also after a reload', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.button('To: Alice the AI Assistant').click();
  for (const name of [/Alice/, /Debbie/, /Tessa/]) {
    await chat.page.getByRole('menuitemcheckbox', { name }).click();
  }

  await chat.page.keyboard.press('Escape');
  await chat.send('Count to 7');
  await chat.untilEnded(4);
  await chat.page.reload();
  await chat.untilEnded(4);

  const answers = chat.page.getByRole('region', { name: /^Answer of / });
  assert.equal(await answers.count(), 3);
  for (const text of await answers.allInnerTexts()) {
    assert.match(text, /1 2 3 4 5 6 7/);
  }

  assert.equal((await chat.messages()).filter((text) => text.startsWith('Count to 7')).length, 1);
  assert.deepEqual(await accessibilityFaults(chat.page), []);
});

test('What is typed and not sent is kept, and what was sent comes back', async (t) => {
  const chat = await open(t);
  await chat.begin('Count to 3');
  await chat.untilEnded(1);
  await chat.field.pressSequentially('half a');
  await chat.field.press('Shift+Enter');
  await chat.field.pressSequentially('thought');
  await chat.page.reload();
  await chat.log.waitFor();
  assert.equal(await chat.field.inputValue(), 'half a\nthought');

  await chat.field.fill('');
  await chat.field.press('ArrowUp');
  assert.equal(await chat.field.inputValue(), 'Count to 3');
  await chat.field.press('ArrowDown');
  assert.equal(await chat.field.inputValue(), '');
});

test('A conversation that is not there says so, and what to do', async (t) => {
  const page = await browser.open(Stage.of(t), `${server.url}/sessions/00000000000000000000000000000000`, { forgives: /404/ });
  await page.getByRole('alert').getByText('session_not_found').waitFor();
  await page.getByRole('link', { name: 'Start a new conversation' }).click();
  await page.getByRole('radio', { name: /Alice/ }).waitFor();
});

test('A long conversation is in the page only as far as it is in sight, and opens at its end', async (t) => {
  const { body: session } = await call(server, 'POST', '/api/sessions', { title: 'Long' });
  for (let round = 0; round < 60; round++) {
    await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: `Count to ${(round % 3) + 1}` });
  }

  const chat = await open(t, `/sessions/${session.id}`);
  await chat.ends.first().waitFor();
  await chat.send('What was my first message?');
  await chat.said(/Your first message was: “Count to 1”/).waitFor();
  assert.ok((await chat.log.getByRole('article').count()) < 60);
  // What still comes would take the page to the end again.
  await chat.button('Stop').waitFor({ state: 'detached' });

  await chat.log.focus();
  await chat.page.keyboard.press('Home');
  await chat.button('Jump to latest').click();
  await chat.said(/Your first message was/).waitFor();
});

test('The pages of the chat look as they should: pictures for people', async (t) => {
  for (const [name, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
  ]) {
    const chat = await open(t, '/', options);
    await takeScreenshot(chat.page, `welcome-${name}`);
    assert.deepEqual(await accessibilityFaults(chat.page), []);
    await chat.begin('How do I add an agent?', 'Patricia');
    await chat.untilEnded(1);
    await chat.send(write);
    await chat.button('Approve').waitFor();
    await takeScreenshot(chat.page, `chat-${name}`);
    assert.deepEqual(await accessibilityFaults(chat.page), []);
    await chat.button('Approve').click();
    await chat.untilEnded(2);
  }
});
