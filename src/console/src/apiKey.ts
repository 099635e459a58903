const name = 'aiwhisperer.apiKey';

/** The caller's API key. It lives as long as the tab, and no longer. */
export const apiKey = {
  get: (): string | undefined => sessionStorage.getItem(name) ?? undefined,
  set: (key: string): void => sessionStorage.setItem(name, key),
  forget: (): void => sessionStorage.removeItem(name),
};
