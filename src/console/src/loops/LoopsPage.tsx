import { useState } from 'react';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { counted } from '../ui/format';
import { Note } from '../ui/Note';
import { Page } from '../ui/Page';
import { Select } from '../ui/Select';
import { Skeleton } from '../ui/Skeleton';
import { TextField } from '../ui/TextField';
import { filterLoops, type StateFilter } from './filterLoops';
import styles from './LoopsPage.module.css';
import { LoopTable } from './LoopTable';
import { useLoops } from './useLoops';

/** A table of more rows helps nobody, and each row asks for its session's title. */
const mostRows = 100;

export function LoopsPage() {
  const { data: loops, error, refetch } = useLoops();
  const [text, setText] = useState('');
  const [state, setState] = useState<StateFilter>('any');

  if (!loops) {
    return (
      <Page title="Loops">
        {error ? <ErrorState title="The loops could not be loaded" error={error} onRetry={() => void refetch()} /> : <Skeleton label="Loading the loops" lines={5} />}
      </Page>
    );
  }

  const shown = filterLoops(loops, text, state);
  return (
    <Page title="Loops">
      <p className={styles.about}>
        Each agent that works, or lately worked, in a conversation has a loop of its own. A loop that is not used is released by itself.
      </p>
      {error && <Note tone="warning">The server did not answer the last time. What is shown may be old; it is asked again each second.</Note>}
      {loops.length === 0 ? (
        <EmptyState title="No loop is live" remedy="Send a message to an agent: its loop appears here while it works, and for a while after.">
          <ButtonLink href="/" variant="primary">
            New conversation
          </ButtonLink>
        </EmptyState>
      ) : (
        <>
          <div className={styles.filters}>
            <TextField
              className={styles.text}
              label="Filter by agent, model, revision or session"
              isLabelHidden
              type="search"
              placeholder="Filter by agent, model, revision or session"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Select label="State" isLabelHidden value={state} onChange={setState} options={states} />
            <p className={styles.count} role="status">
              {shown.length === loops.length ? counted(loops.length, 'loop') : `${shown.length} of ${counted(loops.length, 'loop')}`}
            </p>
          </div>
          {shown.length === 0 ? (
            <EmptyState title="No loop fits the filter" remedy="Shorten the text, or choose another state.">
              <Button onClick={() => (setText(''), setState('any'))}>Show all</Button>
            </EmptyState>
          ) : (
            <LoopTable loops={shown.slice(0, mostRows)} />
          )}
          {shown.length > mostRows && <Note>The first {mostRows} are shown. Filter to find the others.</Note>}
        </>
      )}
    </Page>
  );
}

const states: { value: StateFilter; label: string }[] = [
  { value: 'any', label: 'Any state' },
  { value: 'busy', label: 'Busy' },
  { value: 'idle', label: 'Idle' },
];
