import { Toast } from '@base-ui/react/toast';
import { describeError } from './describeError';

/** The page's toasts. */
export const toasts = Toast.createToastManager();

/** Says in passing that something was done. */
export function notify(title: string, description?: string): void {
  toasts.add({ title, description, type: 'info' });
}

/** Says in passing that something could not be done. Stays longer, and is announced at once. */
export function notifyError(title: string, error: unknown): void {
  const { message, remedy } = describeError(error);
  toasts.add({ title, description: `${message} ${remedy}`.trim(), type: 'error', priority: 'high', timeout: 12_000 });
}
