import type { Approval } from '@aiwhisperer/client';
import { Check, ChevronDown, ShieldAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { client } from '../../server';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { ErrorNote } from '../../ui/ErrorNote';
import { Menu, MenuItem } from '../../ui/Menu';
import { useAgent, useChat } from '../ChatContext';
import { fieldId } from '../composer/fieldId';
import { showInvisible } from '../markdown/safeLink';
import { RefuseForm } from './RefuseForm';
import styles from './ApprovalPanel.module.css';
import { useSecondsUntil } from './useSecondsUntil';

interface Answer {
  decision: 'approve' | 'refuse';
  reason?: string;
  remember?: 'call' | 'tool';
}

/** Asks a person whether a tool may run. The answer is good for what is shown here: the question's hash goes with it. */
export function ApprovalPanel({ approval, onAnswered }: { approval: Approval; onAnswered?: () => void }) {
  const { sessionId } = useChat();
  const agent = useAgent(approval.agentId);
  const seconds = useSecondsUntil(approval.expiresAt);
  const refuse = useRef<HTMLButtonElement>(null);
  const [isRefusing, setRefusing] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const answer = async (given: Answer) => {
    setPending(true);
    setError(undefined);
    try {
      await client.approve(sessionId, approval.approvalId, { ...given, hash: approval.hash });
      // The buttons go, and the focus with them.
      document.getElementById(fieldId(sessionId))?.focus();
      onAnswered?.();
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
    }
  };

  const back = () => {
    setRefusing(false);
    requestAnimationFrame(() => refuse.current?.focus());
  };

  return (
    <section className={styles.panel} aria-label={`May ${agent.name} call ${approval.name}?`}>
      <p className={styles.question}>
        <ShieldAlert size={18} aria-hidden />
        <strong>
          May {agent.name} call {showInvisible(approval.name)}?
        </strong>
        <Badge tone={approval.effect === 'read' ? 'neutral' : 'warning'}>{effects[approval.effect] ?? approval.effect}</Badge>
      </p>
      <p>
        {showInvisible(approval.reason)}{' '}
        <span className={styles.expiry}>{seconds > 0 ? `Refused by itself in ${inWords(seconds)}.` : 'The time to answer is over.'}</span>
      </p>
      {approval.isUntrusted && <p className={styles.untrusted}>The agent has read what nobody vouches for: it may have been told to ask for this.</p>}
      {error !== undefined && <ErrorNote error={error} />}
      {isRefusing ? (
        <RefuseForm isPending={isPending} onRefuse={(reason) => void answer({ decision: 'refuse', ...(reason ? { reason } : {}) })} onBack={back} />
      ) : (
        <div className={styles.buttons}>
          <Button variant="primary" isPending={isPending} onClick={() => void answer({ decision: 'approve' })}>
            <Check size={16} aria-hidden /> Approve
          </Button>
          <Menu
            trigger={
              <Button>
                Approve always <ChevronDown size={15} aria-hidden />
              </Button>
            }
          >
            <MenuItem onSelect={() => void answer({ decision: 'approve', remember: 'call' })}>This very call, in this conversation</MenuItem>
            <MenuItem onSelect={() => void answer({ decision: 'approve', remember: 'tool' })}>Any call of {approval.name}, in this conversation</MenuItem>
          </Menu>
          <Button ref={refuse} onClick={() => setRefusing(true)}>Refuse…</Button>
        </div>
      )}
    </section>
  );
}

const effects: Readonly<Record<string, string>> = {
  read: 'Reads',
  write: 'Changes files',
  execute: 'Runs programs',
  network: 'Reaches the network',
};

function inWords(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
