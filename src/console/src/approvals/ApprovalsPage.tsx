import { ButtonLink } from '../ui/ButtonLink';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Note } from '../ui/Note';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import styles from './ApprovalsPage.module.css';
import { ApprovalItem } from './ApprovalItem';
import { useApprovals } from './useApprovals';

const everyMs = 1_000;

/** What waits for a person in all conversations, to be answered here. */
export function ApprovalsPage() {
  const { data, error, refetch } = useApprovals(everyMs);

  if (!data) {
    return (
      <Page title="Approvals">
        {error ? <ErrorState title="The approvals could not be loaded" error={error} onRetry={() => void refetch()} /> : <Skeleton label="Loading the approvals" lines={5} />}
      </Page>
    );
  }

  return (
    <Page title="Approvals">
      {error && <Note tone="warning">The server did not answer the last time. What is shown may be old; it is asked again each second.</Note>}
      {data.pending.length === 0 ? (
        <EmptyState title="Nothing waits for you" remedy="An agent that may not call a tool by itself asks here, and in its conversation.">
          <ButtonLink href="/agents">See what agents may do</ButtonLink>
        </EmptyState>
      ) : (
        <>
          <p className={styles.about}>Agents ask before these calls. What nobody answers in time is refused by itself.</p>
          {data.pending.map((waiting) => (
            <ApprovalItem key={waiting.approval.approvalId} waiting={waiting} />
          ))}
          {data.isTruncated && <Note>There are more. They appear here when some of these are answered.</Note>}
        </>
      )}
    </Page>
  );
}
