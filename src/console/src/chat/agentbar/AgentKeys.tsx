import { Keys } from '../../ui/Keys';
import type { Agent } from '../Agent';

/** The keys that choose an agent, where it has some. */
export function AgentKeys({ agent: { shortcut } }: { agent: Agent }) {
  return shortcut ? <Keys keys={`Alt+${shortcut.toUpperCase()}`} /> : null;
}
