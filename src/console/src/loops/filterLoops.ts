import type { AiLoopStatus } from '@aiwhisperer/client';

export type StateFilter = 'any' | 'busy' | 'idle';

/** The loops that hold every word of the text, busy ones first, then those that worked last. */
export function filterLoops(loops: readonly AiLoopStatus[], text: string, state: StateFilter): AiLoopStatus[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return loops
    .filter((loop) => state === 'any' || (state === 'idle') === (loop.state === 'idle'))
    .filter((loop) => {
      const all = `${loop.agentId} ${loop.provider}/${loop.model} ${loop.state} ${loop.revision} ${loop.sessionId}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    })
    .sort((one, other) => Number(one.state === 'idle') - Number(other.state === 'idle') || one.idleSeconds - other.idleSeconds);
}
