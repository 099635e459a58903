import { Badge } from '../ui/Badge';
import { useApprovals } from './useApprovals';

/** How many questions wait for a person; nothing when none does. */
export function WaitingCount() {
  const { data } = useApprovals();
  const count = data?.pending.length ?? 0;
  return count === 0 ? null : (
    <Badge tone="warning">
      {count}
      {data?.isTruncated && '+'}
      <span className="visually-hidden">{count === 1 ? ' waits' : ' wait'}</span>
    </Badge>
  );
}
