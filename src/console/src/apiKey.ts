import { tabStorage } from './storage';

const name = 'aiwhisperer.apiKey';

/** The caller's API key. It lives as long as the tab, and no longer. */
export const apiKey = {
  get: (): string | undefined => tabStorage.get(name),
  /** Returns whether the key outlives a reload. */
  set: (key: string): boolean => tabStorage.set(name, key),
};
