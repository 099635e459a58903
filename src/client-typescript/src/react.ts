import { useMemo, useSyncExternalStore } from 'react';
import type { Client } from './Client.js';
import type { ConnectionState } from './Connection.js';
import type { ApprovalAnswer, ApprovalView, CarryOverSetting, MessageChannel, NewMessage, SessionRecord, TurnReceipt, TurnView } from './generated/api.js';
import type { FollowedSession } from './SessionFollower.js';

/** A session as it is shown, and what can be done in it. The calls are those of the client. */
export interface UsedSession extends FollowedSession {
  send(message: string | NewMessage): Promise<TurnReceipt>;
  cancel(turnId: string): Promise<TurnView>;
  switchAgent(agentId: string, carryOver?: CarryOverSetting): Promise<SessionRecord>;
  approve(approvalId: string, answer: ApprovalAnswer): Promise<ApprovalView>;
}

/** Follows a session while the component is there. The functions stay the same as long as client and session do. */
export function useSession(client: Client, sessionId: string, { channels }: { readonly channels?: readonly MessageChannel[] } = {}): UsedSession {
  const wanted = channels?.join();
  const follower = useMemo(
    () => client.follow(sessionId, wanted === undefined ? {} : { channels: wanted.split(',') as MessageChannel[] }),
    [client, sessionId, wanted],
  );
  const calls = useMemo(
    () => ({
      send: (message: string | NewMessage) => client.send(sessionId, message),
      cancel: (turnId: string) => client.cancel(sessionId, turnId),
      switchAgent: (agentId: string, carryOver?: CarryOverSetting) => client.switchAgent(sessionId, agentId, carryOver),
      approve: (approvalId: string, answer: ApprovalAnswer) => client.approve(sessionId, approvalId, answer),
    }),
    [client, sessionId],
  );
  const followed = useSyncExternalStore(follower.subscribe, follower.get, follower.get);
  return useMemo(() => ({ ...followed, ...calls }), [followed, calls]);
}

/** The state of the client's connection. */
export function useConnection(client: Client): ConnectionState {
  const { connection } = client;
  return useSyncExternalStore(connection.subscribe, connection.get, connection.get);
}
