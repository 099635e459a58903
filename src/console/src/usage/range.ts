/** UTC days, both included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;

export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The last days up to today. */
export const lastDays = (days: number): Range => ({ from: dayOf(Date.now() - (days - 1) * dayMs), to: dayOf(Date.now()) });

/** Every day of a range, the earliest first. */
export function daysOf({ from, to }: Range): string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += dayMs) {
    days.push(dayOf(time));
  }

  return days;
}
