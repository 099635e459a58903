const stepMs = 30_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  listeners.forEach((listener) => listener());
}

/** The time, half a minute exact: one timer for all ages that a page shows. */
export const minutes = {
  get: () => now,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    now = Date.now();
    timer ??= setInterval(tick, stepMs);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  },
};
