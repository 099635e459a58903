import type { ReactNode } from 'react';
import styles from './Stat.module.css';

/** A figure that stands for itself, and a line about it. */
export function Stat({ name, value, note }: { name: string; value: string; note?: ReactNode }) {
  return (
    <div className={styles.stat}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </div>
  );
}

export function Stats({ label, children }: { label: string; children: ReactNode }) {
  return (
    <dl className={styles.stats} aria-label={label}>
      {children}
    </dl>
  );
}
