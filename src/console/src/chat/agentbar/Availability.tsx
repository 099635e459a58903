import { Badge } from '../../ui/Badge';

const looks = {
  available: { tone: 'success', words: 'Available' },
  degraded: { tone: 'warning', words: 'Substitute model' },
  unavailable: { tone: 'danger', words: 'Unavailable' },
  invalid: { tone: 'danger', words: 'Not configured' },
} as const;

/** Whether an agent can answer; the reason, where there is one, as a tooltip. */
export function Availability({ availability, reason }: { availability: string; reason?: string | null | undefined }) {
  const { tone, words } = looks[availability as keyof typeof looks] ?? { tone: 'neutral', words: availability };
  return (
    <Badge tone={tone} title={reason ?? undefined}>
      {words}
    </Badge>
  );
}
