import { useState } from 'react';
import styles from './Markdown.module.css';

const shownAtFirst = 20_000;

/** A text as it is written; a very long one in part, until more is asked for. */
export function PlainText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shownAtFirst;
  return (
    <>
      <div className={styles.plain}>{isLong && !isWhole ? text.slice(0, shownAtFirst) : text}</div>
      {isLong && !isWhole && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </button>
      )}
    </>
  );
}
