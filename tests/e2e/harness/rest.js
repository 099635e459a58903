import { Feed } from './feed.js';

const patience = 60_000;

/** Calls the REST API; returns status, headers and the body as an object. */
export async function call(server, method, path, body, headers = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

/** Follows an event stream: a feed, and a way to leave. */
export async function follow(server, path, { headers = {}, method = 'GET', body } = {}) {
  const leaving = new AbortController();
  const response = await fetch(server.url + path, {
    method,
    headers: { Accept: 'text/event-stream', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body && JSON.stringify(body),
    signal: leaving.signal,
  });
  const feed = new Feed();
  read(response.body, feed).then(feed.end, feed.end);
  return { response, feed, leave: () => leaving.abort() };
}

async function read(body, feed) {
  let text = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + piece).split('\n\n');
    text = blocks.pop();
    for (const fields of blocks.map(fieldsOf).filter((fields) => fields.data)) {
      feed.push({ ...JSON.parse(fields.data), sse: { id: fields.id, event: fields.event } });
    }
  }
}

function fieldsOf(block) {
  return Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]));
}
