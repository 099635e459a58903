import { X } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../server';
import { Button } from '../../ui/Button';
import { notifyError } from '../../ui/toasts';
import { useChat } from '../ChatContext';

/** Cancels one turn that waits. */
export function CancelTurn({ turnId, label }: { turnId: string; label: string }) {
  const { sessionId } = useChat();
  const [isPending, setPending] = useState(false);
  const cancel = async () => {
    setPending(true);
    try {
      await client.cancel(sessionId, turnId);
    } catch (error) {
      notifyError('The turn could not be cancelled', error);
    } finally {
      setPending(false);
    }
  };

  return (
    <Button variant="ghost" size="small" isPending={isPending} onClick={() => void cancel()}>
      <X size={14} aria-hidden /> {label}
    </Button>
  );
}
