import type { Agent } from './Agent';

/** Whether an agent answers, be it with a substitute model. */
export function canAnswer({ availability }: Agent): boolean {
  return availability === 'available' || availability === 'degraded';
}
