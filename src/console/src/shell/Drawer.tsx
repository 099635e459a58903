import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import styles from './Drawer.module.css';

/** The sidebar where there is no room beside the page: it lies over it, and goes when something in it is chosen. */
export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.drawer} aria-label="Conversations and pages">
          {children}
          <Dialog.Close className="visually-hidden">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
