import { Store } from '../Store';

export type Overlay = 'palette' | 'help' | 'key' | 'drawer';

/** What lies over the page: one thing at most. */
export const overlay = new Store<Overlay | undefined>(undefined);
