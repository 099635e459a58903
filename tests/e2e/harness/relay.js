import net from 'node:net';

/** Passes TCP connections on to the server, and cuts them when told to. */
export class Relay {
  #sockets = new Set();
  #isMute = false;

  /** All that the server said, as it came over the wire. */
  said = [];

  static async start(stage, server) {
    const relay = new Relay();
    relay.leadTo(server);
    relay.listener = net.createServer((client) => relay.#join(client, net.connect(relay.port, relay.hostname)));
    await new Promise((resolve) => relay.listener.listen(0, '127.0.0.1', resolve));
    stage.after(() => relay.close());
    return relay;
  }

  get url() {
    return `http://127.0.0.1:${this.listener.address().port}`;
  }

  /** Where connections lead from now on: a server that is started again has another port. */
  leadTo(server) {
    const { hostname, port } = new URL(server.url);
    this.hostname = hostname;
    this.port = Number(port);
  }

  /** From now on nothing that the server says is passed on, until the connections are cut. */
  mute() {
    this.#isMute = true;
  }

  cut() {
    this.#isMute = false;
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
      from.on('data', (bytes) => {
        if ((from === client || !this.#isMute) && !to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
      from.on('end', () => to.end());
    }
  }
}
