import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, takeScreenshot } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;

before(async () => {
  browser = await Browser.launch(stage);
});

after(() => stage.end());

/** The server's ends that a page has to survive; what it writes into the browser's console is about that. */
const ends = {
  'killed': (server) => server.kill(),
  'asked to stop': (server) => server.stop(),
};

for (const [how, end] of Object.entries(ends)) {
  test(`A page recovers by itself when the server is ${how} in the middle of an answer and started again`, async (t) => {
    const own = Stage.of(t);
    const workspace = await Workspace.create(own);
    const env = { AIWhisperer__Loops__ShutdownGrace: '00:00:00.5' };
    const first = await Server.start(own, workspace, { env });
    const chat = await ChatPage.open(own, browser, first, '/', { forgives: /Failed to load resource|WebSocket|ERR_|Connection|Failed to fetch/ });
    await chat.begin('Count to 3');
    await chat.untilEnded(1);
    await chat.send('Count to 1000');
    await chat.said(/ 10 11/).waitFor();
    await chat.field.fill('Half a thought');

    await end(first);
    await chat.page.getByText(/No answer|Reconnecting/).first().waitFor();
    await takeScreenshot(chat.page, `server-${how.replaceAll(' ', '-')}`);
    const second = await Server.start(own, workspace, { env: { ...env, ASPNETCORE_URLS: first.url } });

    await chat.said('Interrupted: the server stopped.').waitFor();
    await chat.page.getByText('Connected').waitFor();
    const { messages } = (await call(second, 'GET', `/api/sessions/${chat.sessionId}/messages?limit=200`)).body;
    const shown = await chat.log.getByRole('article').evaluateAll((articles) => articles.map((article) => article.textContent));
    assert.equal(shown.length, messages.length, shown.join('\n'));
    messages.forEach(({ text }, index) => assert.ok(shown[index].includes(text.trim()), `${shown[index]} holds ${text}`));
    assert.equal(await chat.said('Interrupted: the server stopped.').count(), 1);
    assert.equal(await chat.field.inputValue(), 'Half a thought');

    await chat.send('Count to 4');
    await chat.said(/^1 2 3 4$/).waitFor();
    await chat.untilEnded(3);
    assert.equal(await chat.log.getByRole('article').count(), shown.length + 2);
  });
}
