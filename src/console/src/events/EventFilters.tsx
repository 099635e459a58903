import { Button } from '../ui/Button';
import { Select } from '../ui/Select';
import { TextField } from '../ui/TextField';
import { everything, type EventFilter } from './eventFilter';
import styles from './EventFilters.module.css';
import type { FilterChoices } from './filterChoices';

interface EventFiltersProps {
  filter: EventFilter;
  onChange: (filter: EventFilter) => void;
  choices: FilterChoices;
}

export function EventFilters({ filter, onChange, choices }: EventFiltersProps) {
  const isOn = Object.values(filter).some(Boolean);
  return (
    <div className={styles.filters} role="search" aria-label="Filter the events">
      <TextField
        className={styles.text}
        label="Text in the event"
        isLabelHidden
        type="search"
        placeholder="Text in the event"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <Select label="Type" isLabelHidden value={filter.type} onChange={(type) => onChange({ ...filter, type })} options={choices.types} />
      <Select label="Agent" isLabelHidden value={filter.agentId} onChange={(agentId) => onChange({ ...filter, agentId })} options={choices.agents} />
      <Select label="Turn" isLabelHidden value={filter.turnId} onChange={(turnId) => onChange({ ...filter, turnId })} options={choices.turns} />
      {isOn && (
        <Button variant="ghost" onClick={() => onChange(everything)}>
          Show all
        </Button>
      )}
    </div>
  );
}
