import styles from './ErrorNote.module.css';
import { describeError } from './describeError';

/** An error beside what caused it: one line or two. */
export function ErrorNote({ error }: { error: unknown }) {
  const { message, remedy } = describeError(error);
  return (
    <p className={styles.note} role="alert">
      {message} {remedy}
    </p>
  );
}
