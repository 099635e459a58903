import type { ApprovalView } from '@aiwhisperer/client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer } from '../answer';
import { useAgent } from '../chat/ChatContext';
import { showInvisible } from '../chat/markdown/safeLink';
import { Arguments } from '../chat/tools/Arguments';
import { client } from '../server';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import styles from './StandingDialog.module.css';
import { standingKey } from './useStanding';

/** An approval that stands. */
export function StandingItem({ sessionId, approval }: { sessionId: string; approval: ApprovalView }) {
  const queries = useQueryClient();
  const agent = useAgent(approval.agentId);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const isOfTool = approval.remember === 'tool';

  const takeBack = async () => {
    setPending(true);
    setError(undefined);
    try {
      const path = { sessionId, approvalId: approval.approvalId };
      await answer(client.rest.DELETE('/api/sessions/{sessionId}/approvals/{approvalId}', { params: { path } }));
      await queries.invalidateQueries({ queryKey: standingKey(sessionId) });
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
    }
  };

  return (
    <li className={styles.item}>
      <p className={styles.what}>
        {agent.name} may make {isOfTool ? 'any call' : 'this very call'} of <code>{showInvisible(approval.name)}</code>
      </p>
      <Button size="small" isPending={isPending} onClick={() => void takeBack()}>
        Take back
      </Button>
      {!isOfTool && (
        <div className={styles.arguments}>
          <Arguments value={approval.arguments} />
        </div>
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </li>
  );
}
