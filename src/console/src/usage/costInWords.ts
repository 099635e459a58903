import { dollars } from '../ui/format';
import type { UsageSum } from '@aiwhisperer/client';

/** What it cost. A price that is not known is told, not taken for nothing. */
export function costInWords({ costUsd, unpricedTokens }: UsageSum): string {
  return costUsd == null ? 'unknown' : unpricedTokens > 0 ? `${dollars(costUsd)} + unknown` : dollars(costUsd);
}
