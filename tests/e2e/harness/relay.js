import net from 'node:net';

/** Passes TCP connections on to the server, and cuts them when told to. */
export class Relay {
  #sockets = new Set();

  /** All that the server said, as it came over the wire. */
  said = [];

  static async start(stage, server) {
    const relay = new Relay();
    const { hostname, port } = new URL(server.url);
    relay.listener = net.createServer((client) => relay.#join(client, net.connect(Number(port), hostname)));
    await new Promise((resolve) => relay.listener.listen(0, '127.0.0.1', resolve));
    stage.after(() => relay.close());
    return relay;
  }

  get url() {
    return `http://127.0.0.1:${this.listener.address().port}`;
  }

  cut() {
    this.#sockets.forEach((socket) => socket.resetAndDestroy());
  }

  close() {
    this.cut();
    return new Promise((resolve) => this.listener.close(resolve));
  }

  #join(client, server) {
    server.on('data', (bytes) => this.said.push(bytes));
    for (const [from, to] of [[client, server], [server, client]]) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
