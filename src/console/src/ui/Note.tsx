import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Note.module.css';

type Tone = 'info' | 'success' | 'warning' | 'danger';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

/** A remark in its place on the page. With `isLive`, assistive technology tells it when it comes. */
export function Note({ tone = 'info', isLive = false, children }: { tone?: Tone; isLive?: boolean; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={`${styles.note} ${styles[tone]}`} role={isLive ? 'status' : undefined}>
      <Icon className={styles.icon} size={16} aria-hidden />
      <div className={styles.content}>{children}</div>
    </div>
  );
}
