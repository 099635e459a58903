import { useState } from 'react';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { CopyButton } from '../../ui/CopyButton';
import { showInvisible } from '../markdown/safeLink';
import styles from './ToolCard.module.css';

const shownAtFirst = 2_000;

/** A text of one line no longer than this stands beside its name. */
const short = 60;

interface Props {
  label: string;
  text: string;
  isError?: boolean;
  /** Whether all of it has to be seen from the start. */
  isAlwaysWhole?: boolean;
}

/** A named text that can be long: a part at first, and it says so; all of it when asked for. */
export function LongText({ label, text, isError = false, isAlwaysWhole = false }: Props) {
  const [isWhole, setWhole] = useState(false);
  const isShort = text.length <= short && !text.includes('\n');
  const isLong = !isAlwaysWhole && text.length > shownAtFirst;
  return (
    <div className={classes(styles.text, isShort && styles.short)}>
      <div className={styles.label}>
        <span>{showInvisible(label)}</span>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </div>
      <pre className={classes(styles.value, isError && styles.bad)} tabIndex={0} role="group" aria-label={label}>
        {showInvisible(isLong && !isWhole ? text.slice(0, shownAtFirst) : text)}
      </pre>
      {isLong && (
        <Button variant="ghost" size="small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </Button>
      )}
    </div>
  );
}
