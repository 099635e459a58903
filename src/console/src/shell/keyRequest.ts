const listeners = new Set<() => void>();
let isAsked = false;

/** Whether the server wants a key that the page does not have: whoever is refused asks, the key dialog answers. */
export const keyRequest = {
  get: () => isAsked,
  ask: () => {
    isAsked = true;
    listeners.forEach((listener) => listener());
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
