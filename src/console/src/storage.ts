/**
 * Texts that the browser keeps under names. Where it forbids to keep any, or is full, they live as long as the page: nobody is to lose
 * the page over it.
 */
export class TextStorage {
  readonly #open: () => Storage;
  readonly #unkept = new Map<string, string>();

  constructor(open: () => Storage) {
    this.#open = open;
  }

  get(name: string): string | undefined {
    try {
      return this.#unkept.get(name) ?? this.#open().getItem(name) ?? undefined;
    } catch {
      return this.#unkept.get(name);
    }
  }

  /** Returns whether the text outlives the page. */
  set(name: string, text: string): boolean {
    try {
      this.#open().setItem(name, text);
      this.#unkept.delete(name);
      return true;
    } catch {
      this.#unkept.set(name, text);
      return false;
    }
  }

  remove(name: string): void {
    this.#unkept.delete(name);
    try {
      this.#open().removeItem(name);
    } catch {
      // Nothing was kept.
    }
  }
}

/** Kept by this browser, for all its tabs. */
export const browserStorage = new TextStorage(() => localStorage);

/** Kept as long as this tab. */
export const tabStorage = new TextStorage(() => sessionStorage);
