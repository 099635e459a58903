import type { SessionEvent } from '../generated/api.js';
import { Draft } from './Draft.js';
import { takeMessage } from './takeMessage.js';
import { takeModel } from './takeModel.js';
import { takeSession } from './takeSession.js';
import { takeTool } from './takeTool.js';
import { takeTurn } from './takeTurn.js';
import type { SessionView } from './view.js';

/** A session of which nothing is known yet. */
export function emptyView(sessionId: string): SessionView {
  return {
    sessionId,
    lastSeq: 0,
    title: '',
    activeAgentId: undefined,
    isClosed: false,
    isDraining: false,
    timeline: [],
    turns: {},
    openTurns: [],
    approvals: [],
    standing: [],
    usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, reasoningTokens: 0, costUsd: 0 },
  };
}

/** The view with one more event. An event that it has already changes nothing; one of an unknown type moves the cursor only. */
export function reduce(view: SessionView, event: SessionEvent): SessionView {
  return reduceAll(view, [event]);
}

/** The view with all the events, in their order: cheaper than one after the other, for what they change is copied once. */
export function reduceAll(view: SessionView, events: readonly SessionEvent[]): SessionView {
  let lastSeq = view.lastSeq;
  const draft = new Draft(view);
  for (const event of events) {
    if (event.seq > lastSeq) {
      lastSeq = event.seq;
      takeSession(draft, event);
      takeMessage(draft, event);
      takeTool(draft, event);
      takeModel(draft, event);
      takeTurn(draft, event);
    }
  }

  if (lastSeq === view.lastSeq) {
    return view;
  }

  draft.set({ lastSeq });
  return draft.get();
}
