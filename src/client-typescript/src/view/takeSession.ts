import type { SessionEvent } from '../generated/api.js';
import type { Draft } from './Draft.js';
import { placeOf } from './placeOf.js';

export function takeSession(draft: Draft, event: SessionEvent): void {
  switch (event.type) {
    case 'session.created':
      draft.set({ title: event.title, activeAgentId: event.agentId });
      break;
    case 'session.renamed':
      draft.set({ title: event.title });
      break;
    case 'session.closed':
      draft.set({ isClosed: true });
      draft.notice({ ...placeOf(event), event: event.type, level: 'info', text: 'The session is closed.' });
      break;
    case 'server.draining':
      draft.set({ isDraining: true });
      break;
    case 'message.added':
    case 'turn.started':
    case 'turn.resumed':
      // A server that stops begins nothing: it was started again.
      draft.set({ isDraining: false });
      break;
    case 'agent.switched': {
      const { from, to, reason } = event;
      draft.set({ activeAgentId: to });
      draft.notice({
        ...placeOf(event),
        agentId: to,
        event: event.type,
        level: 'info',
        text: `${to} takes over from ${from}${reason ? `: ${reason}` : '.'}`,
        switched: { from, to, reason },
      });
      break;
    }
    case 'agent.reloaded':
      draft.notice({ ...placeOf(event), event: event.type, level: 'info', text: 'The settings of the agent have changed; its next turn has the new ones.' });
      break;
  }
}
