import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { LogRow } from './eventLog';
import styles from './EventList.module.css';
import { EventRow } from './EventRow';

interface EventListProps {
  rows: readonly LogRow[];
  selected: LogRow | undefined;
  onSelect: (row: LogRow) => void;
}

/** So near to its end the list counts as being there. */
const nearPx = 48;

const pageRows = 20;

/** The events as a list box; at its end it follows what comes. */
export function EventList({ rows, selected, onSelect }: EventListProps) {
  const list = useRef<VListHandle>(null);
  const isAtEnd = useRef(true);
  const id = useId();
  const index = selected ? placeOf(rows, selected.place) : -1;

  useEffect(() => {
    if (isAtEnd.current && rows.length > 0) {
      list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
    }
  }, [rows]);

  const noteScroll = (offset: number) => {
    const { scrollSize, viewportSize } = list.current!;
    isAtEnd.current = offset + viewportSize >= scrollSize - nearPx;
  };

  const move = (event: KeyboardEvent) => {
    const last = rows.length - 1;
    const next = {
      ArrowDown: index + 1,
      ArrowUp: index < 0 ? last : index - 1,
      PageDown: index + pageRows,
      PageUp: index - pageRows,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined && last >= 0) {
      event.preventDefault();
      const target = Math.min(Math.max(next, 0), last);
      onSelect(rows[target]!);
      list.current?.scrollToIndex(target, { align: 'nearest' });
    }
  };

  return (
    <div className={styles.box}>
      <VList
        ref={list}
        className={styles.list}
        role="listbox"
        aria-label="Events"
        aria-activedescendant={index >= 0 ? `${id}-${rows[index]!.place}` : undefined}
        tabIndex={0}
        data={rows}
        itemSize={29}
        onKeyDown={move}
        onScroll={noteScroll}
        {...(index >= 0 ? { keepMounted: [index] } : {})}
      >
        {(row) => (
          <EventRow
            key={row.place}
            row={row}
            id={`${id}-${row.place}`}
            isSelected={row.place === selected?.place}
            onSelect={() => onSelect(row)}
          />
        )}
      </VList>
    </div>
  );
}

/** Rows are in the order of their places. */
function placeOf(rows: readonly LogRow[], place: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]!.place;
    if (found === place) {
      return middle;
    }

    if (found < place) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }

  return -1;
}
