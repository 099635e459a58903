import { useSyncExternalStore } from 'react';
import { ageInWords } from './ageInWords';
import { minutes } from './minutes';

/** How long ago something was, kept true as time goes by; the whole date and time is its tooltip. */
export function RelativeTime({ at }: { at: string }) {
  const now = useSyncExternalStore(minutes.subscribe, minutes.get);
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {ageInWords(date, now)}
    </time>
  );
}
