import { ArrowDown } from 'lucide-react';
import { Virtualizer } from 'virtua';
import { Button } from '../../ui/Button';
import type { Row } from './rows';
import styles from './Timeline.module.css';
import { TimelineRow } from './TimelineRow';
import { useStickToEnd } from './useStickToEnd';

/**
 * What was said and done. Only what is in sight is in the page. It stays at the end while an answer is written, unless the person has
 * scrolled up. What is new is announced elsewhere: a log that grows by the token would never stop talking.
 */
export function Timeline({ rows }: { rows: readonly Row[] }) {
  const { list, isAtEnd, onScroll, onResize, jump } = useStickToEnd(rows);
  return (
    <div className={styles.timeline}>
      <div className={styles.scroll} role="log" aria-label="Conversation" aria-live="off" tabIndex={0}>
        <Virtualizer ref={list} data={rows} bufferSize={600} onScroll={onScroll} onResize={onResize}>
          {(row) => (
            <div key={row.key} className={row.kind === 'several' ? styles.wideRow : styles.row}>
              <TimelineRow row={row} />
            </div>
          )}
        </Virtualizer>
      </div>
      {!isAtEnd && (
        <Button className={styles.jump} size="small" onClick={jump}>
          <ArrowDown size={14} aria-hidden /> Jump to latest
        </Button>
      )}
    </div>
  );
}
