import type { FinishReason, TurnTimings, TurnUsage } from '../generated/api.js';

/**
 * A session as its events tell it: what a front end shows. Immutable; what an event does not touch keeps its identity, so that
 * `===` tells whether anything has to be drawn again.
 */
export interface SessionView {
  readonly sessionId: string;
  /** The `seq` of the last event taken in: the cursor. */
  readonly lastSeq: number;
  readonly title: string;
  readonly activeAgentId: string | undefined;
  readonly isClosed: boolean;
  /** True from `server.draining` until something begins anew, or a follower is attached anew. */
  readonly isDraining: boolean;
  /** What was said and done, in the order of the log; what is being written stands at the end, until it is in the log. */
  readonly timeline: readonly TimelineItem[];
  /** By turn id. */
  readonly turns: Readonly<Record<string, TurnState>>;
  /** The ids of the turns that have not ended, in the order in which they were accepted. */
  readonly openTurns: readonly string[];
  /** The questions that wait for a person, oldest first. */
  readonly approvals: readonly Approval[];
  /** The approvals that stand for more than their own call and were not taken back, oldest first. */
  readonly standing: readonly Approval[];
  /** Of all turns that have ended. */
  readonly usage: SessionUsage;
}

export type TimelineItem = UserMessage | AgentMessage | ToolCall | Notice;

/** Common to all items. `key` is unique in the session and never changes. */
interface Item {
  readonly key: string;
  readonly seq: number;
  readonly at: string;
  readonly agentId: string | undefined;
  readonly turnId: string | undefined;
}

export interface UserMessage extends Item {
  readonly kind: 'user';
  readonly messageId: string;
  readonly clientMessageId: string | undefined;
  readonly text: string;
  /** True when the message joined a running turn. */
  readonly steers: boolean;
  /** Of a message that joined a turn: true once the model was given it. */
  readonly wasGiven: boolean;
  /** True when the turn was rolled back: the conversation goes on as if the message had never been. */
  readonly isRolledBack: boolean;
}

export interface AgentMessage extends Item {
  readonly kind: 'agent';
  readonly messageId: string;
  readonly channel: 'final' | 'commentary' | 'analysis';
  readonly text: string;
  /** True while it is being written. */
  readonly isStreaming: boolean;
  /** True when writing was cut short. */
  readonly isPartial: boolean;
  readonly isRolledBack: boolean;
}

export interface ToolCall extends Item {
  readonly kind: 'tool';
  readonly callId: string;
  readonly name: string;
  readonly arguments: unknown;
  readonly status: 'requested' | 'waitingForApproval' | 'waitingForClient' | 'running' | 'completed' | 'failed' | 'refused' | 'unknown';
  readonly result: string | undefined;
  readonly error: string | undefined;
  readonly durationMs: number | undefined;
  readonly isUntrusted: boolean;
  readonly progress: ToolProgress | undefined;
  /** The question whether it may run, and the answer. */
  readonly approval: Approval | undefined;
  readonly isRolledBack: boolean;
}

export interface ToolProgress {
  readonly message: string;
  readonly done: number | undefined;
  readonly total: number | undefined;
}

export interface Approval {
  readonly approvalId: string;
  readonly agentId: string;
  readonly turnId: string;
  readonly callId: string;
  readonly name: string;
  readonly arguments: unknown;
  readonly effect: string;
  readonly hash: string;
  readonly reason: string;
  readonly isUntrusted: boolean;
  readonly askedAt: string;
  readonly expiresAt: string;
  /** Undefined while it waits. */
  readonly resolution: string | undefined;
  readonly answerReason: string | undefined;
  /** For what else in the session an approval was given: `call` for the same call again, `tool` for any call of the tool. */
  readonly remember: string | undefined;
  /** True once what it was remembered for was taken back. */
  readonly isRevoked: boolean;
}

/** Something that happened beside what was said: a switch, a fallback, a retry, a failure. `event` is the event's `type`. */
export interface Notice extends Item {
  readonly kind: 'notice';
  readonly event: string;
  /** A sentence or two for people, in English; agents are called by their ids. */
  readonly text: string;
  /** Of `agent.switched`: which agents, to say it with their names, and why, where there is a reason. */
  readonly switched?: { readonly from: string; readonly to: string; readonly reason: string | undefined };
  readonly level: 'info' | 'warning' | 'error';
}

export interface TurnState {
  readonly turnId: string;
  readonly agentId: string;
  readonly status: 'queued' | 'running' | 'waitingForApproval' | 'completed' | 'cancelled' | 'failed' | 'interrupted';
  /** How many turns run or wait before it, while it waits. */
  readonly position: number | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly configRevision: string | undefined;
  /** Why another model than the agent's first choice answers. */
  readonly fellBackBecause: string | undefined;
  /** What the turn's model call waits for, and its place. */
  readonly waitsFor: { readonly name: string; readonly position: number } | undefined;
  readonly finishReason: FinishReason | undefined;
  readonly cancelledBy: string | undefined;
  readonly replacedBy: string | undefined;
  readonly isRolledBack: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | undefined;
  readonly interruptedBecause: string | undefined;
  readonly usage: TurnUsage | undefined;
  readonly timings: TurnTimings | undefined;
  readonly acceptedAt: string;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
}

export interface SessionUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly reasoningTokens: number;
  /** Undefined when the price of any model that answered is not known. */
  readonly costUsd: number | undefined;
}
