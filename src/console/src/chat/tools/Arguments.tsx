import { LongText } from './LongText';
import styles from './ToolCard.module.css';

/**
 * The arguments of a call: texts as they are, with line ends; what cannot be seen as its number. All of them, where a person is asked:
 * the answer is good for what was shown.
 */
export function Arguments({ value, isAsked = false }: { value: unknown; isAsked?: boolean }) {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  if (entries?.length === 0) {
    return <p className={styles.small}>No arguments</p>;
  }

  return (
    <div className={styles.arguments} role="group" aria-label="Arguments">
      {(entries ?? [['arguments', value]]).map(([name, one]) => (
        <LongText key={name} label={name} text={typeof one === 'string' ? one : JSON.stringify(one, null, 2)} isAlwaysWhole={isAsked} />
      ))}
    </div>
  );
}
