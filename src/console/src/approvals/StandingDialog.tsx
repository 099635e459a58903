import { Dialog } from '../ui/Dialog';
import { ErrorState } from '../ui/ErrorState';
import { Skeleton } from '../ui/Skeleton';
import { StandingItem } from './StandingItem';
import styles from './StandingDialog.module.css';
import { useStanding } from './useStanding';

/** What agents may do in a conversation without asking again, to be taken back. */
export function StandingDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { data, error, refetch } = useStanding(sessionId);
  return (
    <Dialog isOpen onOpenChange={onClose} title="Standing approvals" description="What agents may do in this conversation without asking again.">
      {data?.length === 0 && <p>No approval stands. Every call that needs one is asked about.</p>}
      {data && data.length > 0 && (
        <ul className={styles.list}>
          {data.map((approval) => (
            <StandingItem key={approval.approvalId} sessionId={sessionId} approval={approval} />
          ))}
        </ul>
      )}
      {!data && (error ? <ErrorState title="The approvals could not be loaded" error={error} onRetry={() => void refetch()} /> : <Skeleton label="Loading the approvals" lines={2} />)}
    </Dialog>
  );
}
