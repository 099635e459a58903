import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import styles from './Disclosure.module.css';

/** A part that is folded until asked for; it is not made before. */
export function Disclosure({ title, children }: { title: ReactNode; children: () => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.disclosure} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <ChevronRight className={styles.sign} size={16} aria-hidden />
        {title}
      </summary>
      {isOpen && <div className={styles.content}>{children()}</div>}
    </details>
  );
}
