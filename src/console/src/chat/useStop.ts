import type { SessionView } from '@aiwhisperer/client';
import { useEffect, useMemo } from 'react';
import { client } from '../server';
import { notifyError } from '../ui/toasts';
import { fieldId } from './composer/fieldId';
import { isCovered } from './isCovered';

/** Stops all turns that run; undefined when none does. Escape does it too, unless something that is open takes the key. */
export function useStop({ sessionId, openTurns, turns }: SessionView): (() => void) | undefined {
  const running = openTurns.filter((turnId) => turns[turnId]?.status !== 'queued').join(' ');
  const stop = useMemo(() => {
    const turnIds = running.split(' ').filter(Boolean);
    return turnIds.length === 0
      ? undefined
      : () => {
          for (const turnId of turnIds) {
            client.cancel(sessionId, turnId).catch((error: unknown) => notifyError('The turn could not be stopped', error));
          }
        };
  }, [sessionId, running]);

  useEffect(() => {
    if (!stop) {
      return;
    }

    const handle = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !isCovered() && !isOtherField(event.target, sessionId)) {
        stop();
      }
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [stop, sessionId]);

  return stop;
}

/** Whether the key was pressed in a field that is not the conversation's: it has its own use there. */
function isOtherField(target: EventTarget | null, sessionId: string): boolean {
  return target instanceof HTMLElement && target.id !== fieldId(sessionId) && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
