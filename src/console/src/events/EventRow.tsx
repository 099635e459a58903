import { timeOfDay, whole } from '../ui/format';
import { classes } from '../ui/classes';
import type { LogRow } from './eventLog';
import styles from './EventRow.module.css';
import { summaryOf } from './summaryOf';

interface EventRowProps {
  row: LogRow;
  id: string;
  isSelected: boolean;
  onSelect: () => void;
}

const families: Readonly<Record<string, string | undefined>> = {
  message: styles.message,
  turn: styles.turn,
  tool: styles.tool,
  model: styles.model,
};

export function EventRow({ row, id, isSelected, onSelect }: EventRowProps) {
  const { event, pieces } = row;
  const family = event.type.split('.', 1)[0]!;
  const isEnd = event.type === 'turn.failed' || event.type === 'turn.interrupted';
  return (
    <div id={id} role="option" aria-selected={isSelected} className={classes(styles.row, isSelected && styles.selected)} onClick={onSelect}>
      <span className={styles.seq}>{event.seq}</span>
      <span className={styles.time}>{timeOfDay(event.at)}</span>
      <span className={classes(styles.type, isEnd ? styles.failed : families[family])}>
        {event.type}
        {pieces > 1 && <span className={styles.pieces}> ×{whole(pieces)}</span>}
      </span>
      <span className={styles.agent}>{event.agentId}</span>
      <span className={styles.summary}>{summaryOf(event)}</span>
    </div>
  );
}
