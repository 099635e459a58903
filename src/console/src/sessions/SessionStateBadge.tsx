import type { SessionRecord } from '@aiwhisperer/client';
import { Badge } from '../ui/Badge';

/** What goes on in a session, when something does: a question that waits for a person counts more than a turn that runs. */
export function SessionStateBadge({ session, waiting }: { session: SessionRecord; waiting: number }) {
  if (waiting > 0) {
    return (
      <Badge tone="warning" title={waiting === 1 ? 'A tool call waits for your approval' : `${waiting} tool calls wait for your approval`}>
        Approve
      </Badge>
    );
  }

  if (session.openTurns > 0) {
    return (
      <Badge tone="accent" title={session.openTurns === 1 ? 'An agent is answering' : `${session.openTurns} turns run or wait`}>
        Running
      </Badge>
    );
  }

  return session.isClosed ? <Badge title="It takes no more messages">Closed</Badge> : null;
}
