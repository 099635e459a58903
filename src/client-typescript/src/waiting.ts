/** Waits; ends early, without an error, when one of the signals is aborted. */
export function pause(milliseconds: number, ...signals: (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    const given = signals.filter((signal) => signal !== undefined);
    const end = () => {
      clearTimeout(timer);
      given.forEach((signal) => signal.removeEventListener('abort', end));
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    given.forEach((signal) => signal.addEventListener('abort', end));
    if (given.some((signal) => signal.aborted)) {
      end();
    }
  });
}

/** The promise, or the signal's reason once it is aborted. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    return promise;
  }

  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }

    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const firstDelay = 500;
const longestDelay = 15_000;

/** How long to wait before an attempt, milliseconds: doubled each time, and spread, so that clients do not come back all at once. */
export function backOff(attempt: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}
