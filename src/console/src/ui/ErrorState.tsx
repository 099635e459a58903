import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { overlay } from '../shell/overlay';
import { Button } from './Button';
import styles from './ErrorState.module.css';
import { describeError } from './describeError';

interface ErrorStateProps {
  error: unknown;
  /** What could not be done, as in `The loops could not be loaded`. */
  title: string;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}

/** Stands where something could not be had: what went wrong, and what to do. */
export function ErrorState({ error, title, onRetry, children }: ErrorStateProps) {
  const { message, code, remedy } = describeError(error);
  return (
    <div className={styles.error} role="alert">
      <CircleAlert aria-hidden className={styles.sign} />
      <h2>{title}</h2>
      <p>{message}</p>
      {remedy && <p className={styles.muted}>{remedy}</p>}
      {code && <p className={styles.muted}>Code: <code>{code}</code></p>}
      <div className={styles.actions}>
        {code === 'unauthorized' && (
          <Button variant="primary" onClick={() => overlay.set('key')}>
            Enter the API key
          </Button>
        )}
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        {children}
      </div>
    </div>
  );
}
