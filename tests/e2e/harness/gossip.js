import http from 'node:http';

/** A back end that answers every call with a fault, and repeats in it the key that it was sent. */
export class Gossip {
  /** The keys that it was sent. */
  keys = new Set();

  /** The fault that it shows where no message names one. */
  habit = 'refuse';

  static async start(stage) {
    const gossip = new Gossip();
    gossip.listener = http.createServer((request, response) => gossip.#answer(request, response));
    await new Promise((resolve) => gossip.listener.listen(0, '127.0.0.1', resolve));
    stage.after(() => new Promise((resolve) => gossip.listener.close(resolve)));
    return gossip;
  }

  get url() {
    return `http://127.0.0.1:${this.listener.address().port}`;
  }

  /** The faults that it knows. A message names one as `Fault: refuse.` */
  static faults = ['refuse', 'refuseInPlainText', 'refuseByAStarredKey', 'refuseAUrl', 'limit', 'breakDown', 'redirect', 'frame', 'lateFrame',
    'brokenFrame', 'header', 'wrapped', 'reason', 'statusLine', 'headerLine', 'chunk', 'cut'];

  async #answer(request, response) {
    const key = request.headers['x-api-key'] ?? request.headers['api-key'] ?? request.headers.authorization.replace('Bearer ', '');
    this.keys.add(key);
    let body = '';
    for await (const piece of request) {
      body += piece;
    }

    const fault = [...body.matchAll(/Fault: (\w+)\./g)].at(-1)?.[1] ?? this.habit;
    this[fault](response, key, request.url.endsWith('/messages'));
  }

  refuse(response, key) {
    this.#json(response, 401, { error: { message: `Incorrect API key provided: ${key}.`, code: key, type: key } });
  }

  refuseInPlainText(response, key) {
    response.writeHead(403, { 'Content-Type': 'text/plain' }).end(`${key} may not.`);
  }

  refuseByAStarredKey(response, key) {
    this.#json(response, 401, { error: `No such key: ${key.slice(0, 14)}****${key.slice(-14)}` });
  }

  refuseAUrl(response, key) {
    this.#json(response, 400, { message: `POST https://models.example/v1/answers?key=${key} was refused` });
  }

  limit(response, key) {
    response.setHeader('Retry-After', '0');
    this.#json(response, 429, { error: { message: `Rate limit reached for ${key}` } });
  }

  breakDown(response, key) {
    response.writeHead(503, { 'Content-Type': 'text/html' }).end(`<html>${key}</html>`);
  }

  redirect(response, key) {
    response.writeHead(302, { Location: `${this.url}/elsewhere?key=${key}` }).end();
  }

  frame(response, key, isClaude) {
    const error = isClaude ? { type: 'error', error: { type: 'overloaded_error', message: key } } : { error: { message: key, code: 503 } };
    this.#events(response).end(`${isClaude ? 'event: error\n' : ''}data: ${JSON.stringify(error)}\n\n`);
  }

  lateFrame(response, key, isClaude) {
    const start = { type: 'message_start', message: { id: 'm', type: 'message', role: 'assistant', model: 'm', content: [], usage: {} } };
    const begin = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
    const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'So ' } };
    const pieces = isClaude ? [start, begin, delta] : [{ choices: [{ index: 0, delta: { content: 'So ' } }] }];
    this.#events(response).write(pieces.map((piece) => `${isClaude ? `event: ${piece.type}\n` : ''}data: ${JSON.stringify(piece)}\n\n`).join(''));
    this.frame(response, key, isClaude);
  }

  brokenFrame(response, key, isClaude) {
    this.#events(response).end(`${isClaude ? 'event: message_start\n' : ''}data: {"choices":[{"delta":{"content": ${key} "${key}\n\n`);
  }

  header(response, key) {
    response.setHeader('X-Request-Id', key);
    this.#json(response, 500, { detail: key });
  }

  wrapped(response, key) {
    this.#json(response, 502, { error: { message: 'Provider returned error', code: 502, metadata: { raw: `{"key":"${key}"}` } } });
  }

  reason(response, key) {
    response.statusMessage = key;
    response.writeHead(401).end();
  }

  statusLine(response, key) {
    response.socket.end(`${key} ${key}\r\n\r\n`);
  }

  headerLine(response, key) {
    response.socket.end(`HTTP/1.1 200 OK\r\n${key} ${key}\r\n\r\n`);
  }

  chunk(response, key) {
    response.socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n${key}\r\n`);
  }

  cut(response, key) {
    response.socket.end(`HTTP/1.1 200 OK\r\nX-Key: ${key}\r\n`);
  }

  #json(response, status, body) {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }

  #events(response) {
    return response.headersSent ? response : response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  }
}
