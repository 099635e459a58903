import { useState } from 'react';
import { Select } from '../ui/Select';
import { TextField } from '../ui/TextField';
import { lastDays, type Range } from './range';
import styles from './RangeFields.module.css';

type Choice = '7' | '30' | '90' | 'days';

const choices: { value: Choice; label: string }[] = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: 'days', label: 'Days of your choice' },
];

/** Which days are summed. A range that the server would refuse is given on all the same: it says best what is wrong with it. */
export function RangeFields({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const [choice, setChoice] = useState<Choice>('30');
  const choose = (next: Choice) => {
    setChoice(next);
    if (next !== 'days') {
      onChange(lastDays(Number(next)));
    }
  };
  const changeDay = (day: Partial<Range>) => {
    // A date field is empty while a date is being typed.
    if (day.from !== '' && day.to !== '') {
      onChange({ ...range, ...day });
    }
  };
  return (
    <div className={styles.fields}>
      <Select label="Days" isLabelHidden value={choice} onChange={choose} options={choices} />
      {choice === 'days' && (
        <>
          <TextField label="From" isLabelHidden type="date" value={range.from} max={range.to} onChange={(event) => changeDay({ from: event.target.value })} />
          <span aria-hidden>to</span>
          <TextField label="To" isLabelHidden type="date" value={range.to} min={range.from} onChange={(event) => changeDay({ to: event.target.value })} />
        </>
      )}
    </div>
  );
}
