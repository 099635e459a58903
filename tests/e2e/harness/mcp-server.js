import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const text = (value) => ({ content: [{ type: 'text', text: value }] });
const tool = (name, properties = {}) => ({ name, description: `The tool ${name}.`, inputSchema: { type: 'object', properties } });

/** A server by the SDK, with a tool that gives its text back in capitals and one that leaves behind what a shell's script starts. */
export function create() {
  const server = new Server({ name: 'shouter', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool('shout', { text: { type: 'string' } }), tool('spawn', { script: { type: 'string' } })] }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => (params.name === 'shout' ? text(params.arguments.text.toUpperCase()) : leave(params.arguments.script)));
  return server;
}

function leave(script) {
  spawn('sh', ['-c', script], { stdio: 'ignore' });
  return text('started');
}

/** Serves over streamable HTTP on a port of its own; gives the address. */
export async function listen(stage) {
  const transports = new Map();
  const web = createServer(async (request, response) => {
    let transport = transports.get(request.headers['mcp-session-id']);
    if (!transport) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (id) => transports.set(id, transport),
      });
      await create().connect(transport);
    }

    await transport.handleRequest(request, response);
  });
  await new Promise((resolve) => {
    web.listen(0, '127.0.0.1', resolve);
  });
  stage.after(() => new Promise((resolve) => {
    web.close(resolve);
    web.closeAllConnections();
  }));
  return `http://127.0.0.1:${web.address().port}/mcp`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await create().connect(new StdioServerTransport());
}
