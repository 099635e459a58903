import { useState } from 'react';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';
import styles from './ApprovalPanel.module.css';

interface Props {
  isPending: boolean;
  onRefuse: (reason: string) => void;
  onBack: () => void;
}

export function RefuseForm({ isPending, onRefuse, onBack }: Props) {
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.refuse}
      onSubmit={(event) => {
        event.preventDefault();
        onRefuse(reason.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          onBack();
        }
      }}
    >
      <TextField
        label="Why not? The agent is told."
        value={reason}
        maxLength={1_000}
        autoFocus
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="danger" isPending={isPending}>
          Refuse
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
