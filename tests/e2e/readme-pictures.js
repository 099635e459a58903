/** Takes the pictures of the console that open the README, of a real conversation without a key: `npm run pictures`, after a build. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { untilStill } from './harness/looks.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

const images = path.join(repository, 'docs/images');
/** More of the conversation than a window of the picture's size would hold. */
const size = { viewport: { width: 1680, height: 1050 }, deviceScaleFactor: 1280 / 1680 };
const pictures = { console: 'light', 'console-dark': 'dark' };

const stage = new Stage();
try {
  const workspace = await Workspace.create(stage);
  await mkdir(workspace.path('workspace/notes'), { recursive: true });
  await workspace.write('workspace/notes/a.md', 'The beta ends on Friday. Two faults are left: the login, and the empty invoice.\n');
  const server = await Server.start(stage, workspace, { env: { AIWhisperer__Workspace__Root: workspace.path('workspace') } });
  const browser = await Browser.launch(stage);
  for (const [agentId, title] of [['tessa', 'Tests for the invoice'], ['eamonn', 'Tasks for the login'], ['debbie', 'Why is the invoice empty?']]) {
    await call(server, 'POST', '/api/sessions', { agentId, title });
  }

  const chat = await ChatPage.open(stage, browser, server, '/', size);
  await chat.begin('How do I switch agents?');
  await chat.untilEnded(1);
  await chat.page.keyboard.press('Alt+p');
  await chat.said(/Patricia[^.]* takes over from /).waitFor();
  await chat.send('Read notes/a.md and write a summary to summary.md');
  await chat.button('Approve').waitFor();
  await chat.page.getByRole('region', { name: 'Conversations' }).getByText('Approve').waitFor();
  await mkdir(images, { recursive: true });
  for (const [name, colorScheme] of Object.entries(pictures)) {
    await chat.page.emulateMedia({ colorScheme });
    await untilStill(chat.page);
    await chat.page.screenshot({ path: path.join(images, `${name}.png`) });
  }

  await chat.button('Approve').click();
  await chat.untilEnded(2);
} finally {
  await stage.end();
}
