import type { Notice } from '@aiwhisperer/client';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { classes } from '../../ui/classes';
import { useChat } from '../ChatContext';
import { noticeText } from '../noticeText';
import styles from './Timeline.module.css';

const signs = { info: Info, warning: TriangleAlert, error: CircleAlert };

/** What happened beside what was said. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const { agents } = useChat();
  // That another model answers is worth knowing, and no alarm.
  const level = notice.event === 'model.fellBack' ? 'info' : notice.level;
  const Sign = signs[level];
  return (
    <p className={classes(styles.notice, styles[level])}>
      <Sign size={14} aria-hidden /> <span>{noticeText(notice, (agentId) => agents.get(agentId)?.name ?? agentId)}</span>
    </p>
  );
}
