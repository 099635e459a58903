import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './Shell.module.css';

/** The frame of every page: the pages and sessions on the left, the page on the right. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className={styles.shell}>
      <nav className={styles.sidebar} aria-label="Pages">
        <Link href="/">New conversation</Link>
        <Link href="/loops">Loops</Link>
        <Link href="/agents">Agents</Link>
        <Link href="/providers">Providers</Link>
        <Link href="/usage">Usage</Link>
      </nav>
      <main className={styles.main}>{children}</main>
    </div>
  );
}
