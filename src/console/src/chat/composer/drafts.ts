import { inBrowser } from '../../storage';

const keyOf = (name: string) => `aiwhisperer.draft.${name}`;
const texts = new Map<string, string>();
const listeners = new Set<() => void>();

/** What is typed and not sent, each under a name; kept in this browser, also over a reload. Each tab shows its own while it is open. */
export const drafts = {
  get: (name: string): string => {
    const text = texts.get(name) ?? inBrowser.get(keyOf(name)) ?? '';
    texts.set(name, text);
    return text;
  },

  set: (name: string, text: string): void => {
    texts.set(name, text);
    inBrowser.set(keyOf(name), text || undefined);
    listeners.forEach((listener) => listener());
  },

  /** Ends the showing of a text; the next one reads it anew. */
  close: (name: string): void => void texts.delete(name),

  /** Keeps a text no longer than it is shown: what it was typed into is gone. */
  forget: (name: string): void => inBrowser.set(keyOf(name), undefined),

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
