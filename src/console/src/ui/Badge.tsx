import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import { classes } from './classes';

interface BadgeProps {
  /** Default `neutral`. */
  tone?: 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | undefined;
  /** More about it, as a tooltip. */
  title?: string | undefined;
  children: ReactNode;
}

/** A state in a word or two. */
export function Badge({ tone = 'neutral', title, children }: BadgeProps) {
  return (
    <span className={classes(styles.badge, styles[tone])} title={title}>
      {children}
    </span>
  );
}
