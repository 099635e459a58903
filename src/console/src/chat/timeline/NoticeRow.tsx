import type { Notice } from '@aiwhisperer/client';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { classes } from '../../ui/classes';
import styles from './Timeline.module.css';

const signs = { info: Info, warning: TriangleAlert, error: CircleAlert };

/** What happened beside what was said. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const Sign = signs[notice.level];
  return (
    <p className={classes(styles.notice, styles[notice.level])}>
      <Sign size={14} aria-hidden /> <span>{notice.text}</span>
    </p>
  );
}
