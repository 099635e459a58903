import { useEffect, useRef } from 'react';
import { Button } from '../ui/Button';
import styles from './MoreSessions.module.css';

/** Ends a list that has more: loads it when it comes into sight, or is pressed. */
export function MoreSessions({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });

  useEffect(() => {
    if (isLoading) {
      return;
    }

    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current());
    observer.observe(end.current!);
    return () => observer.disconnect();
  }, [isLoading]);

  return (
    <div ref={end} className={styles.end}>
      <Button size="small" variant="ghost" isPending={isLoading} onClick={onMore}>
        {isLoading ? 'Loading more' : 'Show more'}
      </Button>
    </div>
  );
}
