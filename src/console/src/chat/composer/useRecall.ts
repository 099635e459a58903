import { useRef } from 'react';

/**
 * Brings back what was sent: ArrowUp in an empty field, and from there up and down. What was brought back and then changed is a text like
 * any other.
 */
export function useRecall(sent: (() => readonly string[]) | undefined) {
  const place = useRef(-1);
  const shown = useRef('');

  return {
    reset: () => {
      place.current = -1;
    },
    /** The text to show instead, when the key asks for one. */
    turn: (key: string, text: string): string | undefined => {
      const step = key === 'ArrowUp' ? 1 : key === 'ArrowDown' ? -1 : 0;
      const isRecalled = place.current >= 0 && text === shown.current;
      if (step === 0 || !sent || (text !== '' && !isRecalled)) {
        return undefined;
      }

      const texts = sent();
      const next = Math.min((isRecalled ? place.current : -1) + step, texts.length - 1);
      if (next < -1) {
        return undefined;
      }

      place.current = next;
      shown.current = next < 0 ? '' : texts[next]!;
      return shown.current;
    },
  };
}
