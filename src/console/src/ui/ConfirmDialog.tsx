import { type ReactNode, useRef, useState } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ErrorNote } from './ErrorNote';

interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What happens, and whether it can be undone. */
  description: ReactNode;
  /** What is done, in one or two words, as in `Delete`. */
  confirmLabel: string;
  /** Whether it destroys something. */
  isDanger?: boolean | undefined;
  /** The dialog stays open until it is done, and says what went wrong. */
  onConfirm: () => void | Promise<unknown>;
}

/** Asks before something is done. The focus is on Cancel, so that a stray Enter does nothing. */
export function ConfirmDialog({ isOpen, onOpenChange, title, description, confirmLabel, isDanger, onConfirm }: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const change = (open: boolean) => {
    setError(undefined);
    onOpenChange(open);
  };
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await onConfirm();
      change(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
    }
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={change}
      title={title}
      description={description}
      initialFocus={cancel}
      actions={
        <>
          <Button ref={cancel} onClick={() => change(false)}>
            Cancel
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} isPending={isPending} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
