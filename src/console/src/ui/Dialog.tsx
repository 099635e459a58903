import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';
import { classes } from './classes';

interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  /** What can be done, the most likely last. */
  actions?: ReactNode;
  /** Default `medium`. */
  size?: 'medium' | 'large' | undefined;
  /** What gets the focus; else the dialog itself. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  children?: ReactNode;
}

/** A dialog over the page; Escape and a click beside it close it. */
export function Dialog({ isOpen, onOpenChange, title, description, actions, size, initialFocus, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup ref={popup} className={classes(styles.popup, size === 'large' && styles.large)} initialFocus={initialFocus ?? popup}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label="Close" size="small">
                  <X aria-hidden />
                </IconButton>
              }
            />
          </header>
          <div className={styles.content}>
            {description && <Base.Description render={<div className={styles.description} />}>{description}</Base.Description>}
            {children}
          </div>
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
