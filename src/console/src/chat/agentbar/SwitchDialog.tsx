import { useId, useState } from 'react';
import { AvailabilityBadge } from '../../agents/AvailabilityBadge';
import { useAgents } from '../../agents/useAgents';
import { client } from '../../server';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/ErrorNote';
import { Select, type SelectOption } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import { canAnswer } from '../canAnswer';
import { AgentKeys } from './AgentKeys';
import styles from './SwitchDialog.module.css';

type Carry = 'own' | 'full' | 'last' | 'none';

const choices: readonly SelectOption<Carry>[] = [
  { value: 'own', label: 'As the agent is set up', description: 'Its own setting decides; usually everything' },
  { value: 'full', label: 'Everything', description: 'All that was said here' },
  { value: 'last', label: 'The last messages', description: 'As many as you choose' },
  { value: 'none', label: 'Nothing', description: 'It begins with an empty page' },
];

interface Props {
  sessionId: string;
  activeAgentId: string | undefined;
  onClose: () => void;
}

/** Lets another agent answer from here on, and asks what it is told of the conversation. */
export function SwitchDialog({ sessionId, activeAgentId, onClose }: Props) {
  const name = useId();
  const others = (useAgents().data ?? []).filter((agent) => agent.id !== activeAgentId);
  const [agentId, setAgentId] = useState<string>();
  const [carry, setCarry] = useState<Carry>('own');
  const [last, setLast] = useState('10');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const isCountValid = carry !== 'last' || (/^\d{1,4}$/.test(last) && Number(last) >= 1 && Number(last) <= 1_000);

  const change = async () => {
    setPending(true);
    setError(undefined);
    try {
      const carryOver = carry === 'own' ? undefined : carry === 'last' ? { policy: carry, last: Number(last) } : { policy: carry };
      await client.switchAgent(sessionId, agentId!, carryOver);
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Switch to another agent"
      description="It answers from here on. Each agent keeps its own history in the conversation."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={isPending} disabled={agentId === undefined || !isCountValid} onClick={() => void change()}>
            Switch
          </Button>
        </>
      }
    >
      <fieldset className={styles.agents}>
        <legend className="visually-hidden">Agent</legend>
        {others.map((agent) => (
          <label key={agent.id} className={styles.agent}>
            <input type="radio" name={name} value={agent.id} checked={agentId === agent.id} onChange={() => setAgentId(agent.id)} />
            <AgentAvatar agent={agent} />
            <span className={styles.about}>
              <strong>{agent.name}</strong>
              <span>{agent.description}</span>
              {!canAnswer(agent) && <AvailabilityBadge agent={agent} />}
            </span>
            <AgentKeys agent={agent} />
          </label>
        ))}
      </fieldset>
      <Select label="What it is told of the conversation" value={carry} onChange={setCarry} options={choices} />
      {carry === 'last' && (
        <TextField
          label="How many messages"
          inputMode="numeric"
          value={last}
          error={isCountValid ? undefined : 'Enter a number from 1 to 1000.'}
          onChange={(event) => setLast(event.target.value)}
        />
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
