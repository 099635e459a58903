import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { codeIn, readDocument } from './harness/markdown.js';
import { call } from './harness/rest.js';
import { runCommand, Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

const source = (file) => readFile(path.join(repository, 'src', file), 'utf8');

async function documents() {
  const names = (await readdir(path.join(repository, 'docs'))).filter((name) => name.endsWith('.md'));
  return Promise.all(['README.md', ...names.map((name) => `docs/${name}`)].map(readDocument));
}

function missing(text, words) {
  assert.ok(words.length > 0);
  return words.filter((word) => !text.includes(`\`${word}\``) && !text.includes(`\`${word} `) && !text.includes(` ${word}\``));
}

test('Every file and link that the documents name exists', async () => {
  const named = [];
  for (const { file, prose } of await documents()) {
    const links = [...prose.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => path.join(path.dirname(file), target));
    const paths = [...prose.matchAll(/`((?:src|tests|config|docs|docker|bench)\/[\w./-]+)`/g)].map(([, target]) => target);
    named.push(...[...links, ...paths].map((target) => ({ file, target })));
  }

  const found = await Promise.all(named.map(({ target }) => access(path.join(repository, target)).then(() => true, () => false)));
  assert.ok(named.length > 0);
  assert.deepEqual(named.filter((_, index) => !found[index]), []);
});

test('The documents list every event type and every error code', async () => {
  const [readme, api] = [await readDocument('README.md'), await readDocument('docs/api.md')];
  const constants = async (file) => [...(await source(file)).matchAll(/const string \w+ = "([^"]+)"/g)].map(([, value]) => value);

  const events = await constants('AIWhisperer.Core/Events/EventTypes.cs');
  assert.deepEqual(missing(readme.prose, events), []);
  assert.deepEqual(missing(api.prose, events), []);
  assert.deepEqual(missing(api.prose, await constants('AIWhisperer.Core/ErrorCodes.cs')), []);
});

test('The configuration reference lists every key of the schemas', async () => {
  const { prose } = await readDocument('docs/configuration.md');
  for (const name of ['agents', 'tools', 'providers', 'models', 'mcp']) {
    const schema = JSON.parse(await readFile(path.join(repository, `config/schema/${name}.schema.json`), 'utf8'));
    const keys = Object.values(schema.$defs).flatMap((definition) => Object.keys(definition.properties ?? {}));
    assert.deepEqual(missing(prose, keys.filter((key) => key !== 'last')), []);
  }
});

test('The configuration reference lists every setting with its default', async () => {
  const { prose } = await readDocument('docs/configuration.md');
  const sections = {
    Defaults: 'AIWhisperer.Core/Loops/AILoopDefaults.cs',
    Loops: 'AIWhisperer.Core/Loops/AILoopOptions.cs',
    Cassettes: 'AIWhisperer.Core/Providers/Cassettes/CassetteOptions.cs',
    Sessions: 'AIWhisperer.Core/Sessions/SessionOptions.cs',
    Tools: 'AIWhisperer.Core/Tools/ToolOptions.cs',
    Workspace: 'AIWhisperer.Core/Tools/Workspaces/WorkspaceOptions.cs',
    Commands: 'AIWhisperer.Core/Tools/Commands/CommandOptions.cs',
    Processes: 'AIWhisperer.Core/Processes/ProcessOptions.cs',
    Fetch: 'AIWhisperer.Core/Tools/Web/FetchOptions.cs',
    Mcp: 'AIWhisperer.Mcp/McpOptions.cs',
    'Mcp:Server': 'AIWhisperer.Mcp/Serving/McpServingOptions.cs',
    Server: 'AIWhisperer.Server/ServerOptions.cs',
    Storage: 'AIWhisperer.Storage/SqliteStoreOptions.cs',
  };
  for (const [section, file] of Object.entries(sections)) {
    const properties = [...(await source(file)).matchAll(/public (\w+) (\w+) \{ get; set; \}(?: = (.+);)?/g)];
    assert.ok(properties.length > 0, file);
    for (const [, type, name, initial = type === 'bool' ? 'false' : '0'] of properties) {
      assert.ok(prose.includes(`| \`AIWhisperer:${section}:${name}\` | \`${asSetting(initial)}\` `), `${section}:${name} = ${initial}`);
    }
  }
});

/** A C# initializer as the setting is written. */
function asSetting(initial) {
  const time = /^TimeSpan\.From(\w+)\((\d+)\)$/.exec(initial);
  if (time) {
    const seconds = Number(time[2]) * { Seconds: 1, Minutes: 60, Hours: 3_600, Days: 86_400 }[time[1]];
    const days = Math.floor(seconds / 86_400);
    return (days > 0 ? `${days}.` : '') + new Date(seconds * 1_000).toISOString().slice(11, 19);
  }

  return initial.replace(/^"|"$/g, '').replace(/^(?:CassetteMode|SandboxMode|WorkspaceScope)\./, '').replace(/(?<=\d)_(?=\d)/g, '').replace(/(?<=\d)f$/, '');
}

test('The README lists every call of the API', async (t) => {
  const stage = Stage.of(t);
  const server = await Server.start(stage, await Workspace.create(stage));
  const { prose } = await readDocument('README.md');
  const { paths } = (await call(server, 'GET', '/swagger/v1/swagger.json')).body;

  for (const [route, verbs] of Object.entries(paths)) {
    const rows = prose.split('\n').filter((line) => line.startsWith('|') && line.includes(`${route}\``)).join('\n');
    for (const verb of Object.keys(verbs)) {
      assert.match(rows, new RegExp(`\`${verb.toUpperCase()}[ \`]`), `${verb} ${route}`);
    }
  }
});

test('The providers and tool sets that the documents show are valid', async (t) => {
  const workspace = await Workspace.create(Stage.of(t));
  const blocks = codeIn(await readDocument('docs/configuration.md'), 'yaml');
  await workspace.write('config/providers.yaml', blocks[0]);
  await workspace.write('config/tools.yaml', blocks.find((block) => block.startsWith('sets:')));
  await workspace.useOnlyAgent(
    'nora:\n  name: Nora\n  prompt: You are Nora.\n  ai_config: { provider: local, model: small }\n  tool_sets: [hosting]\n');

  const { code, output } = await runCommand(workspace, ['validate']);

  assert.deepEqual([code, output], [0, '1 agents, 2 providers, 0 problems.']);
});
