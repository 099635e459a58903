import type { ToolCall } from '@aiwhisperer/client';
import { Ban, CircleCheck, CircleHelp, CircleX, LoaderCircle, ShieldQuestion } from 'lucide-react';
import styles from './ToolCard.module.css';

/** The state of a tool call, as a sign; the word stands beside it. */
export function ToolSign({ status }: { status: ToolCall['status'] }) {
  switch (status) {
    case 'completed':
      return <CircleCheck size={16} aria-hidden className={styles.good} />;
    case 'failed':
      return <CircleX size={16} aria-hidden className={styles.bad} />;
    case 'refused':
      return <Ban size={16} aria-hidden className={styles.bad} />;
    case 'waitingForApproval':
      return <ShieldQuestion size={16} aria-hidden className={styles.warn} />;
    case 'unknown':
      return <CircleHelp size={16} aria-hidden className={styles.warn} />;
    default:
      return <LoaderCircle size={16} aria-hidden className={styles.spin} />;
  }
}
