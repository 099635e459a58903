import { counted, short, whole } from '../ui/format';
import { Stat, Stats } from '../ui/Stat';
import type { UsageSum } from '@aiwhisperer/client';
import { costInWords } from './costInWords';

export function UsageTotals({ total }: { total: UsageSum }) {
  const { turns, calls, inputTokens, cachedInputTokens, outputTokens, reasoningTokens, unpricedTokens } = total;
  return (
    <Stats label="Totals">
      <Stat name="Turns" value={whole(turns)} note={counted(calls, 'model call')} />
      <Stat name="Input tokens" value={whole(inputTokens)} note={`${whole(cachedInputTokens)} from the cache`} />
      <Stat name="Output tokens" value={whole(outputTokens)} note={`${whole(reasoningTokens)} for reasoning`} />
      <Stat
        name="Cost"
        value={costInWords(total)}
        note={unpricedTokens > 0 ? `${short(unpricedTokens)} tokens have no known price` : 'every token has a price'}
      />
    </Stats>
  );
}
