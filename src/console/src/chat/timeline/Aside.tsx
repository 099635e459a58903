import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classes } from '../../ui/classes';
import styles from './Aside.module.css';

interface Props {
  icon: ReactNode;
  title: ReactNode;
  isOpenAtFirst: boolean;
  children: ReactNode;
}

/** What stands beside the answer, and can be folded. */
export function Aside({ icon, title, isOpenAtFirst, children }: Props) {
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <div className={styles.aside}>
      <button type="button" className={styles.toggle} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={15} aria-hidden className={classes(styles.arrow, isOpen && styles.turned)} />
        {icon} {title}
      </button>
      <div id={id} hidden={!isOpen} className={styles.content}>
        {isOpen && children}
      </div>
    </div>
  );
}
