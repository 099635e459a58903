import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { inRounds, print } from './harness/reliability.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Workspace } from './harness/workspace.js';

const rounds = 1000;
const agents = ['alice', 'debbie', 'eamonn', 'patricia', 'tessa'];
const texts = ['Count to 12', 'How do I add an agent?', 'What did I say before?'];

/** The most of the processor's time that one task of the page may take, in milliseconds: no frame waits longer for it. */
const most = 100;

const stage = new Stage();
let browser;
let server;
let session;

before(async () => {
  const workspace = await Workspace.create(stage);
  await workspace.edit('config/providers.yaml', 'words_per_second: 20', 'words_per_second: 0');
  server = await Server.start(stage, workspace);
  browser = await Browser.launch(stage);
  session = (await call(server, 'POST', '/api/sessions', { title: 'A long one' })).body;
  await inRounds(agents.length, agents.length, async (lane) => {
    for (let round = lane; round < rounds; round += agents.length) {
      const { body } = await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text: texts[round % texts.length], agentId: agents[lane] });
      assert.equal(body.status, 'completed');
    }
  });
});

after(() => stage.end());

/** What was drawn, as the page saw it, and what its main thread did meanwhile. Times are in milliseconds. */
async function watch(page, act) {
  await page.evaluate(() => {
    const frames = (window.frameTimes = []);
    let last = performance.now();
    const next = (now) => {
      frames.push(now - last);
      last = now;
      window.frameRequest = requestAnimationFrame(next);
    };
    window.frameRequest = requestAnimationFrame(next);
  });
  const tasks = await browser.tasksOf(page, act);
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.frameRequest);
    return window.frameTimes;
  });
  return { frames, tasks };
}

function told({ frames, tasks }) {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(0);
  const late = frames.filter((frame) => frame > most).length;
  return `${frames.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, ${late} over ${most} ms; `
    + `longest task ${Math.max(...tasks).toFixed(0)} ms of the processor`;
}

test('A session of 2,000 messages opens, scrolls from top to bottom and is typed in without a long frame', async (t) => {
  const chat = await ChatPage.open(Stage.of(t), browser, server);
  const empty = await watch(chat.page, () => chat.field.pressSequentially('The quick brown fox jumps over the lazy dog.'));
  await print(t, 'Typing in an empty page', told(empty));

  const begun = performance.now();
  const opening = await browser.tasksOf(chat.page, async () => {
    await chat.page.goto(`${server.url}/sessions/${session.id}`);
    await chat.ends.last().waitFor();
  });
  await print(t, 'Opening 2,000 messages', `${((performance.now() - begun) / 1000).toFixed(1)} s; longest task ${Math.max(...opening).toFixed(0)} ms of the processor`);

  const scrolling = await watch(chat.page, () => chat.log.evaluate(scrollThrough));
  await print(t, 'Scrolling through 2,000 messages', told(scrolling));

  const typing = await watch(chat.page, () => chat.field.pressSequentially('The quick brown fox jumps over the lazy dog.'));
  await print(t, 'Typing below 2,000 messages', told(typing));
  assert.ok(Math.max(...scrolling.tasks) <= most, told(scrolling));
  assert.ok(Math.max(...typing.tasks) <= most, told(typing));
});

/** In the page: from the first message to the last, a good part of a screen each frame. */
async function scrollThrough(log) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  log.scrollTop = 0;
  await frame();
  while (log.scrollTop + log.clientHeight < log.scrollHeight - 1) {
    log.scrollTop += log.clientHeight * 0.6;
    await frame();
  }
}
