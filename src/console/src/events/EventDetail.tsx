import { X } from 'lucide-react';
import { Button } from '../ui/Button';
import { CopyButton } from '../ui/CopyButton';
import { IconButton } from '../ui/IconButton';
import { counted, dateAndTime } from '../ui/format';
import styles from './EventDetail.module.css';
import type { LogRow } from './eventLog';
import { JsonText } from './JsonText';

interface EventDetailProps {
  row: LogRow;
  onClose: () => void;
  onlyTurn: (turnId: string) => void;
}

/** One event as the client was given it. */
export function EventDetail({ row, onClose, onlyTurn }: EventDetailProps) {
  const { event, pieces } = row;
  const json = JSON.stringify(event, null, 2);
  const { turnId } = event;
  return (
    <section className={styles.detail} aria-label={`Event ${event.seq}`}>
      <header className={styles.header}>
        <div>
          <h2>
            <code>{event.type}</code>
          </h2>
          <p className={styles.about}>
            {dateAndTime(event.at)}
            {pieces > 1 && ` · ${counted(pieces, 'delta')} as one`}
          </p>
        </div>
        <div className={styles.actions}>
          {turnId && (
            <Button size="small" onClick={() => onlyTurn(turnId)}>
              Only this turn
            </Button>
          )}
          <CopyButton text={json} label="Copy the JSON" />
          <IconButton label="Close the event" size="small" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
      </header>
      <JsonText json={json} />
    </section>
  );
}
