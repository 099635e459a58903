import { inBrowser } from '../storage';
import { Store } from '../Store';

export type Theme = 'system' | 'light' | 'dark';

const name = 'aiwhisperer.theme';
const stored = inBrowser.get(name);
const chosen = new Store<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');

function apply(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

apply(chosen.get());

/** The colours of the page, kept in this browser. */
export const theme = {
  get: chosen.get,
  subscribe: chosen.subscribe,
  set: (next: Theme): void => {
    inBrowser.set(name, next);
    apply(next);
    chosen.set(next);
  },
};
