import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  title: ReactNode;
  /** What stands beside the title: states and what can be done. */
  aside?: ReactNode;
  /** The name for assistive technology where the title is more than text. */
  label?: string;
  children?: ReactNode;
}

/** A bordered part of a page, with a title. */
export function Panel({ title, aside, label, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}
