import path from 'node:path';
import { after, test } from 'node:test';
import { escape, sleepers, uniqueSleep } from './harness/escape.js';
import { HubClient } from './harness/hub.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { Upstream, withKey } from './harness/upstream.js';
import { eventually } from './harness/within.js';
import { repository, Workspace } from './harness/workspace.js';

const agent = `
ann:
  name: Ann
  prompt: You are Ann.
  ai_config: { provider: openai, model: m }
  mcp_servers: [local]
  allow_tools: [execute_command]
  approval: [{ tool: "*", decision: always }]
`;
const local = { command: [process.execPath, path.join(repository, 'tests/e2e/harness/mcp-server.js')], effect: 'read', scope: 'session' };
const started = 5;
let longest = 0;

const runs = {
  'an MCP server': { tool: 'local__spawn', argument: (seconds) => ({ script: escape(seconds) }) },
  'a command': {
    tool: 'execute_command',
    argument: (seconds) => ({ command: ['sh', '-c', `${escape(seconds)}\necho started\nexec sleep 3600`] }),
    env: {
      AIWhisperer__Commands__Enabled: 'true', AIWhisperer__Commands__Sandbox: 'Off', AIWhisperer__Commands__Allowed__0: 'sh',
      AIWhisperer__Commands__Timeout: '00:10:00', AIWhisperer__Loops__ShutdownGrace: '00:00:01',
    },
  },
};
const means = {
  'the best means there is': {},
  'no control group': { AIWhisperer__Processes__ControlGroups: 'false' },
};
const ends = {
  'its session is deleted': (server, session) => call(server, 'DELETE', `/api/sessions/${session.id}`),
  'the server stops': (server) => server.stop(),
  'the server is killed': (server) => server.kill(),
};

after(() => console.log(`Processes: gone after ${longest} ms at the longest; 5000 ms are promised.`));

for (const [what, { tool, argument, env }] of Object.entries(runs)) {
  for (const [by, settings] of Object.entries(means)) {
    for (const [how, end] of Object.entries(ends)) {
      test(`With ${by}, nothing that ${what} started is left when ${how}`, async (t) => {
        const stage = Stage.of(t);
        const workspace = await Workspace.create(stage);
        const upstream = await Upstream.start(stage);
        await workspace.useOnlyAgent(agent);
        await workspace.pointOpenAIAt(upstream.url);
        await workspace.write('config/mcp.yaml', JSON.stringify({ servers: { local } }));
        const server = await Server.start(stage, workspace, { env: { ...withKey, ...settings, ...env } });
        const client = await HubClient.connect(stage, server.url);
        const session = await client.invoke('CreateSession', { agentId: 'ann' });
        const seconds = uniqueSleep();
        upstream.script('Leave some.', [
          { response: { toolCalls: [{ name: tool, arguments: JSON.stringify(argument(seconds)) }] } }, { response: { content: 'Done.' } },
        ]);
        await client.invoke('Send', session.id, { text: 'Leave some.' });
        await eventually(() => sleepers(seconds) === started, 'whether all of them run');

        const from = performance.now();
        await end(server, session);
        await eventually(() => sleepers(seconds) === 0, 'whether they are gone');

        const taken = Math.round(performance.now() - from);
        longest = Math.max(longest, taken);
        t.diagnostic(`gone after ${taken} ms`);
      });
    }
  }
}
