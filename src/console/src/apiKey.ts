import { inTab } from './storage';

const name = 'aiwhisperer.apiKey';

/** The caller's API key. It lives as long as the tab, and no longer. */
export const apiKey = {
  get: (): string | undefined => inTab.get(name),
  set: (key: string): void => inTab.set(name, key),
};
