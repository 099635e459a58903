import { type ComponentType, lazy } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/** A component whose code is no part of the first load: it is fetched when the page has nothing else to do, or when it is first shown. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  loads.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Fetches the code of all such components, so that they are there even if the server is not. What fails is fetched when it is shown. */
export function fetchLazyParts(): void {
  const fetchAll = () => loads.forEach((load) => void load().catch(() => undefined));
  if ('requestIdleCallback' in globalThis) {
    requestIdleCallback(fetchAll, { timeout: 5_000 });
  } else {
    setTimeout(fetchAll, 2_000);
  }
}
