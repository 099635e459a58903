import { Fragment } from 'react';
import styles from './Keys.module.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys to press together, as in `Ctrl+K`; `Mod` is the key that this system uses for shortcuts. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split('+').map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className={styles.plus}>+</span>}
          <kbd className={styles.key}>{key === 'Mod' ? (isApple ? '⌘' : 'Ctrl') : key}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
