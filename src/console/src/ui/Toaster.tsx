import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { Button } from './Button';
import styles from './Toaster.module.css';
import { classes } from './classes';
import { toasts } from './toasts';

/** Where toasts appear, and are announced; once in the page. F6 goes there. */
export function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} data-toast className={classes(styles.toast, toast.type === 'error' && styles.error)}>
      <div className={styles.text}>
        <Toast.Title className={styles.title} />
        <Toast.Description className={styles.description} />
      </div>
      <Toast.Close render={<Button variant="ghost" size="small" aria-label="Dismiss" />}>
        <X aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
}
