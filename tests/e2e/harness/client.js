import { connect } from '../../../src/client-typescript/dist/index.js';
import { Feed } from './feed.js';
import { within } from './within.js';

export { AIWhispererError, emptyView, reduce, reduceAll } from '../../../src/client-typescript/dist/index.js';

/** A client of the package, closed with the stage. */
export function clientOf(stage, url, options = {}) {
  const client = connect({ url, ...options });
  stage.after(() => client.close());
  return client;
}

/** What an attached client is given. */
export function feedOf(client, sessionId, options = {}) {
  const feed = new Feed();
  read(client.attach(sessionId, options), feed).then(feed.end, feed.end);
  return feed;
}

async function read(events, feed) {
  for await (const event of events) {
    feed.push(event);
  }
}

/** Waits until what is observed is as it is wanted. */
export function until(observable, matches, what) {
  let leave = () => {};
  const found = new Promise((resolve) => {
    const check = () => matches(observable.get()) && resolve(observable.get());
    leave = observable.subscribe(check);
    check();
  });
  return within(found, () => `${what}; now it is ${JSON.stringify(observable.get()).slice(0, 500)}`).finally(leave);
}
