import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { Feed } from './feed.js';
import { within } from './within.js';

/** A client of the hub, as a web front end has it. */
export class HubClient {
  constructor(connection) {
    this.connection = connection;
  }

  static async connect(stage, url, options = {}) {
    const connection = new HubConnectionBuilder().withUrl(`${url}/hubs/chat`, options).configureLogging(LogLevel.None).build();
    const client = new HubClient(connection);
    stage.after(() => connection.stop());
    await within(connection.start(), () => 'the hub to accept the connection');
    return client;
  }

  invoke(method, ...args) {
    return within(this.connection.invoke(method, ...args), () => `the hub's answer to ${method}`);
  }

  /** The problem that a call ends with. */
  async problem(method, ...args) {
    try {
      await this.invoke(method, ...args);
    } catch (error) {
      return problemOf(error);
    }

    throw new Error(`${method} was expected to fail`);
  }

  attach(sessionId, after = 0) {
    const feed = new Feed();
    this.connection.stream('Attach', sessionId, after).subscribe({
      next: (event) => feed.push(event),
      complete: () => feed.end(),
      error: (error) => feed.end(error),
    });
    return feed;
  }
}

/** The JSON object at the end of a hub error's text. */
export function problemOf(error) {
  return JSON.parse(error.message.slice(error.message.indexOf('{')));
}
