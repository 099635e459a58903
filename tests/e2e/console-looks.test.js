import { after, before, test } from 'node:test';
import { Browser } from './harness/browser.js';
import { ChatPage } from './harness/chat-page.js';
import { examine } from './harness/looks.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const key = { WRITER_KEY: 'sk-e2e-3f9d2c' };
const writer = `
wendy:
  name: "Wendy the Writer"
  description: "Writes what she is told to"
  ai_config: { provider: writers, model: writer-1 }
  prompt: You are Wendy.
  color: "#0e7c86"
  icon: "✍️"
`;
const plan = [
  '# A plan for the release', 'Three things are left. The first is **urgent**, the second can wait; see `CHANGELOG.md` and the [guide](https://guide.example/release).',
  '1. Freeze the schema', '2. Measure again', '3. Write the notes', '', '- [x] tests are green', '- [ ] notes are written', '',
  '| step | who | days |', '|---|---|---|', '| freeze | Eamonn | 1 |', '| measure | Tessa | 2 |', '',
  '```csharp', '// Waits until the last turn has ended.', 'await loop.DrainAsync(TimeSpan.FromSeconds(30), cancellationToken);', '```', '',
  '> What is not measured is not known.',
].join('\n');

const stage = new Stage();
let browser;
let workspace;
let server;

before(async () => {
  const upstream = await Upstream.start(stage, { auth: { apiKeys: Object.values(key) } });
  upstream.answer('Write the plan.', plan);
  upstream.answer('Fail.', { error: { message: 'The model does not exist.' }, status: 400 });
  workspace = await Workspace.create(stage);
  await workspace.write('config/agents/wendy.yaml', writer);
  await workspace.edit('config/providers.yaml', 'providers:\n', `providers:\n  writers: { kind: openai, base_url: "${upstream.url}", api_key: "\${WRITER_KEY}" }\n`);
  server = await Server.start(stage, workspace, { env: key });
  browser = await Browser.launch(stage);
});

after(() => stage.end());

const write = 'Call write_file with {"path": "idea.md", "content": "# An idea"}';

/** What a chat can show, and how it comes to. Each is left as it is to be looked at. */
const chats = {
  markdown: async (chat) => {
    await chat.begin('Write the plan.', 'Wendy');
    await chat.untilEnded(1);
    await chat.log.getByRole('table').waitFor();
  },
  link: async (chat) => {
    await chat.begin('Write the plan.', 'Wendy');
    await chat.untilEnded(1);
    await chat.button('guide').click();
    await chat.page.getByRole('dialog').waitFor();
  },
  tool: async (chat) => {
    await chat.begin('What time is it?');
    await chat.untilEnded(1);
    await chat.log.getByRole('button', { name: /get_current_time.*Done/ }).click();
  },
  'refuse-form': async (chat) => {
    await chat.begin(write, 'Patricia');
    await chat.button('Refuse…').click();
    await chat.page.getByLabel('Why not? The agent is told.').waitFor();
  },
  failed: async (chat) => {
    await chat.begin('Fail.', 'Wendy');
    await chat.untilEnded(1);
  },
  stopped: async (chat) => {
    await chat.begin('Count to 1000');
    await chat.said(/ 10 11/).waitFor();
    await chat.button('Stop').click();
    await chat.untilEnded(1);
  },
  streaming: async (chat) => {
    await chat.begin('Count to 1000');
    await chat.said(/ 10 11/).waitFor();
    await chat.send('Count to 4');
    await chat.said('Waits: number 1 in line').waitFor();
  },
  several: async (chat) => {
    await chat.begin('Count to 3');
    await chat.untilEnded(1);
    await chat.button('To: Alice the AI Assistant').click();
    for (const name of [/Alice/, /Debbie/, /Tessa/]) {
      await chat.page.getByRole('menuitemcheckbox', { name }).click();
    }

    await chat.page.keyboard.press('Escape');
    await chat.send('How do I add an agent?');
    const answers = chat.page.getByRole('region', { name: /^Answer of / });
    for (const index of [0, 1, 2]) {
      await answers.nth(index).getByRole('group', { name: 'End of the turn' }).waitFor();
    }
  },
  recipients: async (chat) => {
    await chat.begin('Count to 3');
    await chat.untilEnded(1);
    await chat.button('To: Alice the AI Assistant').click();
    await chat.page.getByRole('menu').waitFor();
  },
  commands: async (chat) => {
    await chat.begin('Count to 3');
    await chat.untilEnded(1);
    await chat.field.fill('/');
    await chat.page.getByRole('option').first().waitFor();
  },
  switch: async (chat) => {
    await chat.begin('Count to 3');
    await chat.untilEnded(1);
    await chat.button('Switch agent').click();
    await chat.page.getByRole('dialog').getByRole('radio', { name: /Debbie/ }).check();
  },
};

/** What lies over a page, and the addresses that lead nowhere. */
const others = {
  palette: async (page) => {
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Command palette' }).getByRole('option').first().waitFor();
  },
  help: async (page) => {
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await page.getByRole('main').focus();
    await page.keyboard.type('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  },
  colours: async (page) => {
    await page.getByRole('button', { name: 'Colours' }).click();
    await page.getByRole('menu').waitFor();
  },
  'not-found': async (page) => {
    // The server answers such an address itself; the page meets it where an address of its own has changed.
    await page.evaluate(() => history.pushState(null, '', '/nowhere'));
    await page.getByText('There is no such page').waitFor();
  },
  'no-conversation': async (page) => {
    await page.goto(`${server.url}/sessions/00000000000000000000000000000000`);
    await page.getByRole('alert').getByText('session_not_found').waitFor();
  },
};

for (const [name, arrange] of Object.entries(chats)) {
  test(`The chat is accessible and fits its screen, light, dark and on a phone: ${name}`, async (t) => {
    const chat = await ChatPage.open(Stage.of(t), browser, server);
    await arrange(chat);
    await examine(chat.page, `chat-${name}`);
  });
}

for (const [name, arrange] of Object.entries(others)) {
  test(`The page is accessible and fits its screen, light, dark and on a phone: ${name}`, async (t) => {
    const page = await browser.open(Stage.of(t), server.url, { forgives: /404/ });
    await arrange(page);
    await examine(page, name);
  });
}

test('The agents page with a broken file is accessible and fits its screen, light, dark and on a phone', async (t) => {
  const [good, bad] = ['prompt_file: prompts/debbie.md', 'prompt_file: prompts/nowhere.md'];
  const file = 'config/agents/debbie.yaml';
  await workspace.edit(file, good, bad);
  t.after(() => workspace.edit(file, bad, good));
  const page = await browser.open(Stage.of(t), `${server.url}/agents`);
  await page.getByRole('button', { name: 'Reload' }).click();
  const problems = page.getByRole('list', { name: 'Problems of Debbie the Debugger' });
  await problems.waitFor();
  await problems.scrollIntoViewIfNeeded();
  await examine(page, 'agents-problems');
});
