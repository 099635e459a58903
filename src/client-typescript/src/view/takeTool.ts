import type { SessionEvent } from '../generated/api.js';
import type { Draft } from './Draft.js';
import { placeOf } from './placeOf.js';
import type { Approval, ToolCall } from './view.js';

type CallEvent = SessionEvent & { readonly callId: string; readonly name: string; readonly arguments?: unknown };

const statusOf = { succeeded: 'completed', failed: 'failed', notRun: 'refused', unknown: 'unknown' } as const;

export function takeTool(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'tool.requested':
      draft.append(newCall(event));
      break;
    case 'tool.approvalRequired':
      ask(draft, event, {
        approvalId: event.approvalId,
        agentId: event.agentId ?? '',
        turnId: event.turnId ?? '',
        callId: event.callId,
        name: event.name,
        arguments: event.arguments,
        effect: event.effect,
        hash: event.hash,
        reason: event.reason,
        isUntrusted: event.untrusted ?? false,
        askedAt: event.at,
        expiresAt: event.expiresAt,
        resolution: undefined,
        answerReason: undefined,
        remember: undefined,
        isRevoked: false,
      });
      break;
    case 'tool.approvalResolved': {
      const asked = draft.approvals.find((one) => one.approvalId === event.approvalId);
      const approval = asked && { ...asked, resolution: event.resolution, answerReason: event.reason, remember: event.remember };
      const isApproved = event.resolution === 'approved';
      draft.set({ approvals: draft.approvals.filter((one) => one !== asked) });
      if (approval && isApproved && event.remember !== undefined) {
        draft.set({ standing: [...draft.standing, approval] });
      }

      change(draft, event, { status: isApproved ? 'running' : 'refused', ...(approval && { approval }) });
      if (!draft.approvals.some((one) => one.turnId === event.turnId)) {
        draft.changeTurn(event.turnId, { status: 'running' });
      }

      break;
    }
    case 'tool.approvalRevoked': {
      draft.set({ standing: draft.standing.filter((one) => one.approvalId !== event.approvalId) });
      const call = draft.findCallAsked(event.approvalId);
      if (call?.approval) {
        draft.replace(call, { ...call, approval: { ...call.approval, isRevoked: true } });
      }

      break;
    }
    case 'tool.clientCalled':
      change(draft, event, { status: 'waitingForClient' });
      break;
    case 'tool.progressed':
      change(draft, event, { status: 'running', progress: { message: event.message, done: event.done, total: event.total } });
      break;
    case 'tool.completed':
      change(draft, event, {
        status: statusOf[event.outcome],
        result: event.result,
        error: event.error,
        durationMs: event.durationMs,
        isUntrusted: event.untrusted ?? false,
      });
      break;
  }
}

function ask(draft: Draft, event: CallEvent, approval: Approval): void {
  draft.set({ approvals: [...draft.approvals, approval] });
  change(draft, event, { status: 'waitingForApproval', approval });
  draft.changeTurn(event.turnId, { status: 'waitingForApproval' });
}

/** The call may not be there: who does not see commentary is told of it first when somebody has to act. */
function change(draft: Draft, event: CallEvent, changes: Partial<ToolCall>): void {
  const call = draft.find('tool', keyOf(event));
  if (call) {
    draft.replace(call, { ...call, ...changes });
  } else {
    draft.append({ ...newCall(event), ...changes });
  }
}

function keyOf({ turnId, callId }: CallEvent): string {
  return `${turnId}:${callId}`;
}

function newCall(event: CallEvent): ToolCall {
  return {
    kind: 'tool',
    key: keyOf(event),
    ...placeOf(event),
    callId: event.callId,
    name: event.name,
    arguments: event.arguments,
    status: 'requested',
    result: undefined,
    error: undefined,
    durationMs: undefined,
    isUntrusted: false,
    progress: undefined,
    approval: undefined,
    isRolledBack: false,
  };
}
