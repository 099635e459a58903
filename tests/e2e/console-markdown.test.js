import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { hostileTexts } from './harness/hostile-markdown.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const stage = new Stage();
let browser;
let server;
let upstream;

before(async () => {
  upstream = await Upstream.start(stage);
  const workspace = await Workspace.create(stage);
  await workspace.pointOpenAIAt(upstream.url);
  server = await Server.start(stage, workspace, { env: withKey });
  browser = await Browser.launch(stage);
});

after(() => stage.end());

/**
 * Has the model say each text, in a conversation of its own. The page that is opened complains, and the test fails, if anything of it
 * violates the policy or asks another origin.
 */
for (const { name, text, shows, ends = 'The end of the text.' } of hostileTexts) {
  test(`A model's text does nothing: ${name}`, async (t) => {
    upstream.answer(`Say: ${name}.`, `${text}\n\nThe end of the text.`);
    const chat = await ChatPage.open(Stage.of(t), browser, server);
    await chat.begin(`Say: ${name}.`);
    await chat.untilEnded(1);
    await chat.said(ends).last().waitFor();

    const found = await chat.page.evaluate(() => ({
      ran: window.ran,
      loads: document.querySelectorAll('[role=log] :is(script, style, iframe, object, embed, img, svg, math, video, audio, source, link, meta, base, form, template)').length
        - document.querySelectorAll('[role=log] svg.lucide').length,
      links: document.querySelectorAll('[role=log] [href], [role=log] [src], [role=log] [srcset], [role=log] [action], [role=log] [formaction]').length,
      handlers: [...document.querySelectorAll('[role=log] *')].flatMap((element) => [...element.attributes]).filter((one) => /^on|^srcdoc$/i.test(one.name)).length,
      named: document.querySelectorAll('#root article .hostile, #root article [name]').length,
      base: document.baseURI === location.href,
    }));
    assert.deepEqual(found, { ran: undefined, loads: 0, links: 0, handlers: 0, named: 0, base: true });
    if (shows) {
      await chat.said(shows).first().waitFor();
    }
  });
}

test('An image in a link is its words: there is one thing to press', async (t) => {
  upstream.answer('Give a picture.', '[![a picture](https://pictures.example/one.png)](https://other.example/)');
  const chat = await ChatPage.open(Stage.of(t), browser, server);
  await chat.begin('Give a picture.');
  await chat.untilEnded(1);
  assert.equal(await chat.log.locator('button button').count(), 0);
  await chat.button('a picture').click();
  await chat.page.getByRole('dialog').getByText('https://other.example/').first().waitFor();
});

test('A link shows its whole address before it is opened, with what is suspicious about it', async (t) => {
  upstream.answer('Give links.', '[bank.example](https://user:word@xn--bnk-0na.example/p\u202Eath?q=1) and <https://other.example/> and [no](javascript:alert(1))');
  const chat = await ChatPage.open(Stage.of(t), browser, server);
  await chat.begin('Give links.');
  await chat.untilEnded(1);
  assert.equal(await chat.button('no').count(), 0);
  await chat.button('bank.example').click();

  const dialog = chat.page.getByRole('dialog', { name: 'Open xn--bnk-0na.example?' });
  await dialog.getByText('https://user:word@xn--bnk-0na.example/p%E2%80%AEath?q=1').waitFor();
  for (const warning of [/before the @/, /may look like others/, /names bank\.example/]) {
    await dialog.getByText(warning).waitFor();
  }

  const open = dialog.getByRole('link', { name: 'Open in a new tab' });
  assert.equal(await open.getAttribute('rel'), 'noopener noreferrer');
  assert.equal(await open.getAttribute('target'), '_blank');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('Markdown is drawn: headings, lists, tables, code in colours with a copy button', async (t) => {
  const text = '# Plan\n\n1. one\n2. two\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst answer = 42;\n```\n\nAnd `code`, **bold**.';
  upstream.answer('Draw it.', text);
  const chat = await ChatPage.open(Stage.of(t), browser, server);
  await chat.begin('Draw it.');
  await chat.untilEnded(1);

  await chat.log.getByRole('heading', { name: 'Plan' }).waitFor();
  await chat.log.getByRole('cell', { name: '2' }).waitFor();
  await chat.log.getByRole('checkbox', { name: 'Done' }).waitFor();
  await chat.button('Copy the code').waitFor();
  await chat.log.locator('code span').getByText('const').waitFor();
  assert.equal(await chat.log.getByRole('group', { name: 'Code in js' }).innerText(), 'const answer = 42;');
});
