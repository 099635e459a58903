import styles from './Skeleton.module.css';

/** Stands where lines of text are about to be. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number | undefined; label?: string | undefined }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={styles.line} />
      ))}
    </div>
  );
}
