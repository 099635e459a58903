const tokens = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** As in `312 tokens`, `1.2K tokens`. */
export function formatTokens(count: number): string {
  return `${tokens.format(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

/** US dollars, with as many digits as it takes to be no 0. */
export function formatCost(usd: number): string {
  const digits = usd === 0 || usd >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(Math.max(2, digits))}`;
}

/** As in `85 ms`, `2.4 s`, `3 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) {
    return `${Math.round(ms)} ms`;
  }

  const seconds = ms / 1_000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
