const integers = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const smallMoney = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
const price = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** 12,345 */
export const whole = (value: number) => integers.format(value);

/** 12.3K: where a figure has little room. */
export const short = (value: number) => compact.format(value);

/** US dollars; what is below a cent keeps two digits that say something. */
export const dollars = (value: number) => (value !== 0 && Math.abs(value) < 0.01 ? smallMoney : money).format(value);

/** US dollars as price lists have them: $0.075. */
export const listPrice = (value: number) => price.format(value);

/** The time of day of an ISO date, to the millisecond. */
export const timeOfDay = (iso: string) => clock.format(new Date(iso));

/** Date and time of an ISO date. */
export const dateAndTime = (iso: string) => moment.format(new Date(iso));

/** 340 ms, 2.4 s, 3 min 20 s, 2 h 5 min */
export function span(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }

  if (milliseconds < 10_000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }

  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return minutes === 0 ? `${seconds} s` : hours === 0 ? join(minutes, 'min', seconds % 60, 's') : join(hours, 'h', minutes % 60, 'min');
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** "1 turn", "2 turns" */
export const counted = (number: number, one: string, many = `${one}s`) => `${whole(number)} ${number === 1 ? one : many}`;

/** "312 tokens", "1.2K tokens" */
export const tokens = (number: number) => `${short(number)} ${number === 1 ? 'token' : 'tokens'}`;

/** `waitingForApproval` as words: "waiting for approval". */
export const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
