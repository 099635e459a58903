import type { ReactNode } from 'react';
import styles from './Page.module.css';

/** A page beside the chat: its title, what can be done with all of it, and its content. */
export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>{title}</h1>
        <div className={styles.actions}>{actions}</div>
      </header>
      {children}
    </div>
  );
}
