import type { SessionView } from '@aiwhisperer/client';
import { useEffect } from 'react';
import type { Agent } from '../Agent';
import { isCovered } from '../isCovered';
import { switchTo } from './switchTo';

/** Alt and an agent's own letter switch to it. The key's place counts: with Alt, some keyboards give another sign. */
export function useAgentShortcuts({ sessionId, activeAgentId, isClosed }: SessionView, agents: readonly Agent[]): void {
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || isClosed || isCovered()) {
        return;
      }

      const pressed = event.code.replace(/^(?:Key|Digit)/, '').toLowerCase();
      const agent = agents.find(({ shortcut }) => shortcut?.toLowerCase() === pressed);
      if (agent) {
        event.preventDefault();
        if (agent.id !== activeAgentId) {
          void switchTo(sessionId, agent);
        }
      }
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [sessionId, activeAgentId, isClosed, agents]);
}
