import { useEffect, useRef } from 'react';
import type { Agent } from '../Agent';
import { isCovered } from '../isCovered';

/** Alt and an agent's own letter choose it. The key's place counts: with Alt, some keyboards give another sign. */
export function useAgentShortcuts(agents: readonly Agent[], onChoose: (agent: Agent) => void): void {
  const latest = useRef({ agents, onChoose });
  latest.current = { agents, onChoose };

  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || isCovered()) {
        return;
      }

      const pressed = event.code.replace(/^(?:Key|Digit)/, '').toLowerCase();
      const agent = latest.current.agents.find(({ shortcut }) => shortcut?.toLowerCase() === pressed);
      if (agent) {
        event.preventDefault();
        latest.current.onChoose(agent);
      }
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, []);
}
