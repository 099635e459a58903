import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Where there is nothing to show, or it could not be had: says why, and what to do. */
export function EmptyState({ title, remedy, children }: { title: string; remedy: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      <p>{remedy}</p>
      {children}
    </div>
  );
}
