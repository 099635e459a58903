/** A value that changes, for whoever shows it; fits React's `useSyncExternalStore`. */
export interface Observable<T> {
  /** The value now; the same object until it changes. */
  get(): T;
  /** Calls `listener` after each change, until the function that it returns is called. */
  subscribe(listener: () => void): () => void;
}

export class Store<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        // Its own fault, told like any other that nobody catches: what changes the value must not fail for it, nor the other listeners.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    // The same function may be given twice; each is one listener.
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  };
}
