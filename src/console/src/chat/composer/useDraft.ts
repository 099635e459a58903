import { useCallback, useState } from 'react';

/** What is typed and not sent, kept in this browser under a name, also over a reload. */
export function useDraft(name: string): [string, (text: string) => void] {
  const key = `aiwhisperer.draft.${name}`;
  const [draft, setDraft] = useState(() => read(key));
  const change = useCallback(
    (text: string) => {
      setDraft(text);
      keep(key, text);
    },
    [key],
  );
  return [draft, change];
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function keep(key: string, text: string): void {
  try {
    if (text === '') {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, text);
    }
  } catch {
    // Storage is full or forbidden: the draft lives as long as the page.
  }
}
