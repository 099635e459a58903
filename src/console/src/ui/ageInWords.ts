const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** As in `now`, `5m ago`, `yesterday`; after a week the day. */
export function ageInWords(date: Date, now: number): string {
  const minutes = Math.floor((now - date.getTime()) / 60_000);
  if (minutes < 1) {
    return 'now';
  }

  if (minutes < 60) {
    return format.format(-minutes, 'minute');
  }

  if (minutes < 24 * 60) {
    return format.format(-Math.floor(minutes / 60), 'hour');
  }

  const days = Math.floor(minutes / (24 * 60));
  if (days < 7) {
    return format.format(-days, 'day');
  }

  return (date.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(date);
}
