import type { SessionEvent } from '../generated/api.js';

/** What each item of the timeline has of its event. */
export function placeOf({ seq, at, agentId, turnId }: SessionEvent) {
  return { seq, at, agentId, turnId };
}
