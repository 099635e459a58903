import type { SessionView } from '@aiwhisperer/client';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/IconButton';
import { StandingDialog } from './StandingDialog';

/** Leads to the standing approvals of a conversation in which one was given. */
export function StandingButton({ view: { sessionId, timeline, isClosed } }: { view: SessionView }) {
  const [isOpen, setOpen] = useState(false);
  const wasGiven = timeline.some((item) => item.kind === 'tool' && item.approval?.remember !== undefined);
  if (!wasGiven || isClosed) {
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
