import type { SessionRecord } from '@aiwhisperer/client';
import { type KeyboardEvent, useState } from 'react';
import { TextField } from '../ui/TextField';
import { notifyError } from '../ui/toasts';
import styles from './RenameField.module.css';
import { useSessionChanges } from './useSessionChanges';

/** A session's title, to be changed in its place: Enter keeps it, Escape does not. */
export function RenameField({ session, onEnd }: { session: SessionRecord; onEnd: () => void }) {
  const { rename } = useSessionChanges();
  const [title, setTitle] = useState(session.title);

  const keep = () => {
    const next = title.trim();
    if (next !== session.title) {
      rename.mutate({ sessionId: session.id, title: next }, { onError: (error) => notifyError('The conversation was not renamed', error) });
    }

    onEnd();
  };
  const act = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }

    if (event.key === 'Enter') {
      keep();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onEnd();
    }
  };

  return (
    <TextField
      className={styles.rename}
      label="Title"
      isLabelHidden
      autoFocus
      maxLength={200}
      value={title}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={act}
      onBlur={keep}
    />
  );
}
