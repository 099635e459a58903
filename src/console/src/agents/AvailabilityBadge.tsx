import { Badge } from '../ui/Badge';
import type { AgentResponse } from '@aiwhisperer/client';

const tones = { available: 'success', degraded: 'warning', unavailable: 'danger', invalid: 'danger' } as const;

/** Whether the agent can answer now. */
export function AvailabilityBadge({ agent }: { agent: AgentResponse }) {
  return (
    <Badge tone={tones[agent.availability]} title={agent.reason}>
      {agent.availability}
    </Badge>
  );
}
