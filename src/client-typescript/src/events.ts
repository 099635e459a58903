/** What a turn took. `costUsd` is missing when the price of a model that was called is not known. */
export interface TurnUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly reasoningTokens: number;
  readonly costUsd?: number | null;
}

export interface TurnTimings {
  readonly queuedMs: number;
  readonly firstTokenMs?: number | null;
  readonly totalMs: number;
}

export type FinishReason = string;
