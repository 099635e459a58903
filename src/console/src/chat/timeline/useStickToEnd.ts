import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows';

/** Nearer to the end than this is at the end. */
const nearPixels = 48;

/** Keeps a list at its end while it grows, until somebody scrolls up. */
export function useStickToEnd(rows: readonly Row[]) {
  const list = useRef<VirtualizerHandle>(null);
  const isStuck = useRef(true);
  const lastOffset = useRef(0);
  const lastOutgoing = useRef<string>(undefined);
  const count = useRef(0);
  const [isAtEnd, setAtEnd] = useState(true);
  count.current = rows.length;

  const toEnd = useCallback(() => {
    if (isStuck.current && count.current > 0) {
      list.current?.scrollToIndex(count.current - 1, { align: 'end' });
    }
  }, []);

  const jump = useCallback(() => {
    isStuck.current = true;
    setAtEnd(true);
    toEnd();
  }, [toEnd]);

  const onScroll = useCallback((offset: number) => {
    const { scrollSize, viewportSize } = list.current!;
    const isNear = scrollSize - viewportSize - offset < nearPixels;
    if (isNear) {
      isStuck.current = true;
    } else if (offset < lastOffset.current - 1) {
      isStuck.current = false;
    }

    lastOffset.current = offset;
    setAtEnd(isNear || isStuck.current);
  }, []);

  // What the person sends is always brought into sight.
  const last = rows.at(-1);
  const outgoing = last?.kind === 'outgoing' ? last.key : undefined;
  useLayoutEffect(() => {
    if (outgoing !== undefined && outgoing !== lastOutgoing.current) {
      isStuck.current = true;
      setAtEnd(true);
    }

    lastOutgoing.current = outgoing;
    toEnd();
  }, [rows, outgoing, toEnd]);

  return { list, isAtEnd, onScroll, onResize: toEnd, jump };
}
