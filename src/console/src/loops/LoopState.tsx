import { Badge } from '../ui/Badge';
import { words } from '../ui/format';
import type { AILoopStatus } from '../wire';

const tones: Readonly<Record<string, 'accent' | 'warning'>> = { running: 'accent', waitingForApproval: 'warning', stopping: 'warning' };

export function LoopState({ state }: { state: AILoopStatus['state'] }) {
  return <Badge tone={tones[state]}>{words(state)}</Badge>;
}
