import { Undo2 } from 'lucide-react';
import { Aside } from './Aside';
import type { Row } from './rows';
import styles from './Timeline.module.css';
import { TimelineRow } from './TimelineRow';

/** A turn that was taken back: it is no part of the conversation any more, and can still be read. */
export function RolledBackRow({ rows }: { rows: readonly Row[] }) {
  const question = rows.flatMap((row) => (row.kind === 'item' && row.item.kind === 'user' ? [row.item.text] : [])).at(0) ?? '';
  return (
    <div className={styles.rolledBack}>
      <Aside icon={<Undo2 size={15} aria-hidden />} title={<>Taken back: <s>{question.slice(0, 80)}</s></>} isOpenAtFirst={false}>
        <div className={styles.struck}>
          {rows.map((row) => (
            <TimelineRow key={row.key} row={row} />
          ))}
        </div>
      </Aside>
    </div>
  );
}
