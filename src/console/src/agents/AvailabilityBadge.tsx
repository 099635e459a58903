import type { AgentResponse } from '@aiwhisperer/client';
import { Badge } from '../ui/Badge';

const looks = {
  available: { tone: 'success', words: 'Available' },
  degraded: { tone: 'warning', words: 'Substitute model' },
  unavailable: { tone: 'danger', words: 'Unavailable' },
  invalid: { tone: 'danger', words: 'Not configured' },
} as const;

/** Whether the agent can answer now; the reason, where there is one, as a tooltip. */
export function AvailabilityBadge({ agent: { availability, reason } }: { agent: AgentResponse }) {
  const { tone, words } = looks[availability];
  return (
    <Badge tone={tone} title={reason ?? undefined}>
      {words}
    </Badge>
  );
}
