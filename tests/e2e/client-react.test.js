import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { useConnection, useSession } from '../../src/client-typescript/dist/react.js';
import { clientOf, until } from './harness/client.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { repository, Workspace } from './harness/workspace.js';

// That of the workspaces, which the client uses: there may be one React only.
const from = createRequire(pathToFileURL(path.join(repository, 'src/console/package.json')));
const { createElement } = from('react');

const stage = new Stage();
let server;
let createRoot;

before(async () => {
  // Components that draw nothing need next to nothing of a page.
  globalThis.window = { event: undefined, HTMLIFrameElement: class {}, addEventListener() {}, removeEventListener() {} };
  ({ createRoot } = from('react-dom/client'));
  server = await Server.start(stage, await Workspace.create(stage));
});

after(() => stage.end());

/** Renders a component that shows what `use` returns; what it showed last can be observed. */
function shown(stage, use) {
  const page = { nodeType: 9, addEventListener() {}, removeEventListener() {}, defaultView: globalThis.window, activeElement: null };
  const root = createRoot({ nodeType: 1, nodeName: 'DIV', tagName: 'DIV', ownerDocument: page, addEventListener() {}, removeEventListener() {} });
  const listeners = new Set();
  const all = [];
  const Show = (props) => {
    all.push(use(props));
    queueMicrotask(() => listeners.forEach((listener) => listener()));
    return null;
  };
  stage.after(() => root.unmount());
  return {
    all,
    render: (props = {}) => root.render(createElement(Show, props)),
    leave: () => root.unmount(),
    get: () => all.at(-1),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

test('useSession shows a session as it goes on, and keeps its functions while client and session are the same', async (t) => {
  const mine = Stage.of(t);
  const client = clientOf(mine, server.url);
  const [one, two] = [await client.createSession({ title: 'One' }), await client.createSession({ title: 'Two' })];
  const session = shown(mine, ({ id }) => useSession(client, id, { channels: ['final'] }));
  session.render({ id: one.id });
  const { send } = await until(session, (now) => now?.status === 'live' && now.view.title === 'One', 'the first session');

  const { turnId } = await send('Count to 3');
  const answered = await until(session, ({ view }) => view.turns[turnId]?.status === 'completed', 'the answer');
  assert.equal(answered.view.timeline.at(-1).text, '1 2 3');
  assert.equal(answered.send, send);

  session.render({ id: two.id });
  const other = await until(session, ({ view }) => view.title === 'Two', 'the second session');
  assert.deepEqual([other.view.sessionId, other.send === send], [two.id, false]);
});

test('useConnection shows what becomes of the connection', async (t) => {
  const mine = Stage.of(t);
  const client = clientOf(mine, server.url);
  const connection = shown(mine, () => useConnection(client));
  connection.render();
  await until(connection, (now) => now?.status === 'idle', 'the connection at rest');

  await client.createSession();
  await until(connection, ({ status }) => status === 'connected', 'the connection');
  await client.close();
  await until(connection, ({ status }) => status === 'closed', 'the end of the connection');
});
