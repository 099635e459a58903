import { Badge } from '../ui/Badge';
import { words } from '../ui/format';
import type { AiLoopStatus } from '@aiwhisperer/client';

const tones: Readonly<Record<string, 'accent' | 'warning'>> = { running: 'accent', waitingForApproval: 'warning', stopping: 'warning' };

export function LoopState({ state }: { state: AiLoopStatus['state'] }) {
  return <Badge tone={tones[state]}>{words(state)}</Badge>;
}
