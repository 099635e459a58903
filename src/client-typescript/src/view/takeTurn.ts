import { isEnding, type TurnEnding } from '../events.js';
import type { SessionEvent, TurnUsage } from '../generated/api.js';
import type { Draft } from './Draft.js';
import { placeOf } from './placeOf.js';
import type { SessionUsage, TurnState } from './view.js';
import { tellEnding } from './tellEnding.js';

export function takeTurn(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'message.added':
      if (!event.steers && event.turnId !== undefined) {
        draft.setTurn(acceptedTurn(event.turnId, event.agentId ?? '', event.at));
        draft.set({ openTurns: [...draft.openTurns, event.turnId] });
      }

      break;
    case 'turn.queued':
      draft.changeTurn(event.turnId, { status: 'queued', position: event.position });
      break;
    case 'turn.started':
    case 'turn.resumed': {
      const { provider, model, configRevision } = event;
      const status = draft.approvals.some((one) => one.turnId === event.turnId) ? 'waitingForApproval' : 'running';
      const started = event.type === 'turn.started' ? { startedAt: event.at } : {};
      draft.changeTurn(event.turnId, { status, position: undefined, provider, model, configRevision, ...started });
      break;
    }
    default:
      if (isEnding(event)) {
        end(draft, event);
      }
  }
}

function acceptedTurn(turnId: string, agentId: string, acceptedAt: string): TurnState {
  return {
    turnId,
    agentId,
    status: 'queued',
    position: undefined,
    provider: undefined,
    model: undefined,
    configRevision: undefined,
    fellBackBecause: undefined,
    waitsFor: undefined,
    finishReason: undefined,
    cancelledBy: undefined,
    replacedBy: undefined,
    isRolledBack: false,
    error: undefined,
    interruptedBecause: undefined,
    usage: undefined,
    timings: undefined,
    acceptedAt,
    startedAt: undefined,
    endedAt: undefined,
  };
}

function end(draft: Draft, event: TurnEnding): void {
  const { turnId } = event;
  // What was being written and was not completed is void; that happens when the server was killed.
  draft.dropOf(turnId);
  draft.changeTurn(turnId, { ...outcomeOf(event), position: undefined, waitsFor: undefined, usage: event.usage, endedAt: event.at });
  draft.set({ openTurns: draft.openTurns.filter((id) => id !== turnId) });
  if (draft.approvals.some((one) => one.turnId === turnId)) {
    draft.set({ approvals: draft.approvals.filter((one) => one.turnId !== turnId) });
  }

  if (event.usage) {
    draft.set({ usage: sum(draft.usage, event.usage) });
  }

  if (event.type === 'turn.cancelled' && event.rolledBack) {
    draft.change((item) => (item.turnId === turnId && item.kind !== 'notice' ? { ...item, isRolledBack: true } : item));
  }

  const told = tellEnding(event);
  if (told) {
    draft.notice({ ...placeOf(event), event: event.type, ...told });
  }
}

function outcomeOf(event: TurnEnding): Partial<TurnState> {
  switch (event.type) {
    case 'turn.completed':
      return { status: 'completed', finishReason: event.finishReason, timings: event.timings };
    case 'turn.cancelled':
      return {
        status: 'cancelled',
        cancelledBy: event.by,
        replacedBy: event.replacedBy,
        isRolledBack: event.rolledBack ?? false,
        timings: event.timings,
      };
    case 'turn.failed':
      return { status: 'failed', error: event.error, timings: event.timings };
    case 'turn.interrupted':
      return { status: 'interrupted', interruptedBecause: event.reason };
  }
}

function sum(all: SessionUsage, one: TurnUsage): SessionUsage {
  const isFree = one.models === undefined;
  return {
    inputTokens: all.inputTokens + one.inputTokens,
    outputTokens: all.outputTokens + one.outputTokens,
    cachedInputTokens: all.cachedInputTokens + one.cachedInputTokens,
    reasoningTokens: all.reasoningTokens + one.reasoningTokens,
    costUsd: isFree ? all.costUsd : all.costUsd === undefined || one.costUsd === undefined ? undefined : all.costUsd + one.costUsd,
  };
}
