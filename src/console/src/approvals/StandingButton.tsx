import type { SessionView } from '@aiwhisperer/client';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/IconButton';
import { StandingDialog } from './StandingDialog';

/** Leads to the standing approvals of a conversation, while one stands. */
export function StandingButton({ view: { sessionId, timeline, isClosed } }: { view: SessionView }) {
  const [isOpen, setOpen] = useState(false);
  const stands = timeline.some((item) => item.kind === 'tool' && item.approval?.remember !== undefined && !item.approval.isRevoked);
  if ((!stands && !isOpen) || isClosed) {
    return null;
  }

  return (
    <>
      <IconButton label="Standing approvals" size="small" onClick={() => setOpen(true)}>
        <ShieldCheck aria-hidden />
      </IconButton>
      {isOpen && <StandingDialog sessionId={sessionId} onClose={() => setOpen(false)} />}
    </>
  );
}
