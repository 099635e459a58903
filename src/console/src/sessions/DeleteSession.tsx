import type { SessionRecord } from '@aiwhisperer/client';
import { useLocation } from 'wouter';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { notify } from '../ui/toasts';
import { titleOf } from './titleOf';
import { useSessionChanges } from './useSessionChanges';

interface DeleteSessionProps {
  /** Undefined while nothing is asked. */
  session: SessionRecord | undefined;
  /** Whether it is the page in sight, which must then be left. */
  isOpenPage: boolean;
  onClose: () => void;
}

export function DeleteSession({ session, isOpenPage, onClose }: DeleteSessionProps) {
  const [, navigate] = useLocation();
  const { remove } = useSessionChanges();
  if (!session) {
    return null;
  }

  const confirm = async () => {
    await remove.mutateAsync(session.id);
    notify('Conversation deleted', titleOf(session));
    if (isOpenPage) {
      navigate('/');
    }
  };

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title="Delete this conversation?"
      description={
        <>
          <strong>{titleOf(session)}</strong> is deleted with all its messages. This cannot be undone.
          {session.openTurns > 0 && ' What still runs in it is stopped.'}
        </>
      }
      confirmLabel="Delete"
      isDanger
      onConfirm={confirm}
    />
  );
}
