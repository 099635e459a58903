import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer } from '../answer';
import { client } from '../server';
import { Button } from '../ui/Button';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { counted } from '../ui/format';
import { notify, notifyError } from '../ui/toasts';
import type { AiLoopStatus } from '@aiwhisperer/client';

/** Ends a loop. One that works or has turns waiting is asked about first, for those are cancelled. */
export function ReleaseButton({ loop }: { loop: AiLoopStatus }) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [isPending, setPending] = useState(false);

  const release = async () => {
    await answer(client.rest.DELETE('/api/loops/{sessionId}/{agentId}', { params: { path: { sessionId: loop.sessionId, agentId: loop.agentId } } }));
    notify(`The loop of ${loop.agentId} was released`, 'Its history stays: the next message makes a new one.');
    await queries.invalidateQueries({ queryKey: ['loops'] });
  };

  const click = async () => {
    if (loop.state !== 'idle' || loop.queuedTurns > 0) {
      setAsking(true);
      return;
    }

    setPending(true);
    try {
      await release();
    } catch (error) {
      notifyError('The loop was not released', error);
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      <Button size="small" isPending={isPending} aria-label={`Release the loop of ${loop.agentId}`} onClick={() => void click()}>
        Release
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Release the loop of ${loop.agentId}?`}
        description={`It works. ${whatIsCancelled(loop)} The conversation's history stays.`}
        confirmLabel="Release"
        isDanger
        onConfirm={release}
      />
    </>
  );
}

function whatIsCancelled({ state, queuedTurns }: AiLoopStatus): string {
  const waiting = counted(queuedTurns, 'turn that waits', 'turns that wait');
  return state === 'idle' ? `Releasing it cancels ${waiting}.` : `Releasing it cancels its turn${queuedTurns > 0 ? ` and ${waiting}` : ''}.`;
}
