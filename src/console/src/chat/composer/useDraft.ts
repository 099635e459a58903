import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { drafts } from './drafts';

/** What is typed and not sent under a name, and what changes it. */
export function useDraft(name: string): [string, (text: string) => void] {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(name));
  const change = useCallback((text: string) => drafts.set(name, text), [name]);
  useEffect(() => () => drafts.close(name), [name]);
  return [draft, change];
}
