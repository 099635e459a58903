import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export interface Fact {
  name: ReactNode;
  value: ReactNode;
  /** Distinguishes it from the others. */
  key: string;
}

/** Names and values, two columns that fold into one where there is no room. */
export function Facts({ facts, label }: { facts: readonly Fact[]; label?: string }) {
  return (
    <dl className={styles.facts} aria-label={label}>
      {facts.map((fact) => (
        <div key={fact.key} className={styles.fact}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
