import type { SessionUsage as Usage } from '@aiwhisperer/client';
import { dollars, tokens } from '../../ui/format';
import styles from './AgentBar.module.css';

/** What a session has taken so far. */
export function SessionUsage({ usage }: { usage: Usage }) {
  const total = usage.inputTokens + usage.outputTokens;
  if (total === 0) {
    return null;
  }

  const parts = [`${usage.inputTokens} in, ${usage.cachedInputTokens} of them cached`, `${usage.outputTokens} out, ${usage.reasoningTokens} of them reasoning`];
  return (
    <span className={styles.usage} title={parts.join('; ')}>
      {tokens(total)} · {usage.costUsd === undefined ? 'cost not known' : dollars(usage.costUsd)}
    </span>
  );
}
