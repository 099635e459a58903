import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import type { ModelReference } from '@aiwhisperer/client';
import styles from './ModelChain.module.css';

/** The models that an agent tries, in order; the one that would answer now stands out. */
export function ModelChain({ models, active }: { models: readonly ModelReference[]; active: ModelReference | undefined }) {
  return (
    <p className={styles.chain}>
      {models.map((model, index) => {
        const isActive = model.provider === active?.provider && model.model === active.model;
        return (
          <Fragment key={index}>
            {index > 0 && <ChevronRight size={14} aria-label="falls back to" className={styles.arrow} />}
            <span className={isActive ? styles.active : styles.model} aria-current={isActive || undefined}>
              {model.provider}/{model.model}
              {isActive && <span className={styles.answers}> answers now</span>}
            </span>
          </Fragment>
        );
      })}
    </p>
  );
}
