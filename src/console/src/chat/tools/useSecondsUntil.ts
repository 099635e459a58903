import { useEffect, useState } from 'react';

/** How many seconds there are until a moment; 0 once it has passed. */
export function useSecondsUntil(moment: string): number {
  const end = Date.parse(moment);
  const [now, setNow] = useState(Date.now);
  const isOver = now >= end;

  useEffect(() => {
    if (isOver) {
      return;
    }

    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isOver]);

  return Math.max(0, Math.ceil((end - now) / 1_000));
}
