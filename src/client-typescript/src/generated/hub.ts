// Generated from the server by `npm run generate`. Do not edit.

import type { components } from './api.js';

type Schemas = components['schemas'];

/** Where the hub is, from the address of the server. */
export const hubPath = '/hubs/chat';

/** The methods of the hub: what each takes, in this order, and what it gives. */
export interface ChatHub {
  /**
   * Starts a session. Send `{}` for the default agent and no title.
   */
  CreateSession(request: Schemas['NewSession']): Promise<Schemas['SessionRecord']>;

  /**
   * Streams the session's events: what was missed since after, then live, with no hole and no repeat. Ends when the
   * session closes. After a lost connection, attach again with the `seq` of the last event seen. Of what agents say it gives the
   * channels `final` and `commentary`.
   * @param sessionId The session.
   * @param after The `seq` of the last event the client has; 0 for all.
   */
  Attach(sessionId: string, after: number): AsyncIterable<Schemas['SessionEvent']>;

  /**
   * The same as `Attach`, with the channels that are named and no other.
   * @param sessionId The session.
   * @param after The `seq` of the last event the client has; 0 for all.
   * @param channels At least one of `final`, `commentary` and `analysis`.
   */
  AttachChannels(sessionId: string, after: number, channels: readonly string[]): AsyncIterable<Schemas['SessionEvent']>;

  /**
   * The same as `AttachChannels`, with tools that this client runs itself: turns that begin while the stream is attached may
   * call them, at agents that are granted client tools. A call comes as `tool.clientCalled`, on every channel. When the stream ends
   * and nobody else offers the tool, its calls fail.
   * @param sessionId The session.
   * @param after The `seq` of the last event the client has; 0 for all.
   * @param channels At least one of `final`, `commentary` and `analysis`.
   * @param tools The tools, at most 32.
   */
  AttachWithTools(sessionId: string, after: number, channels: readonly string[], tools: readonly Schemas['ClientToolDeclaration'][]): AsyncIterable<Schemas['SessionEvent']>;

  /**
   * Answers a call of a client's tool. Of several answers the first counts.
   * @param sessionId The session.
   * @param turnId The turn that called.
   * @param callId The call.
   * @param result The result, or the error.
   */
  ProvideToolResult(sessionId: string, turnId: string, callId: string, result: Schemas['ClientToolResult']): Promise<void>;

  /**
   * Hands a message to an agent. Returns the receipt as soon as the message is durable. A message with a `clientMessageId` can be
   * sent again when the answer to this call was lost: it gives the same receipt, with `replayed`, and no second turn.
   */
  Send(sessionId: string, message: Schemas['NewMessage']): Promise<Schemas['TurnReceipt']>;

  /**
   * Stops a turn, running or queued, and returns it as it ended.
   */
  Cancel(sessionId: string, turnId: string): Promise<Schemas['TurnView']>;

  /**
   * Approves or refuses a tool call that waits for a person, once. Returns when the answer is durable.
   * @param sessionId The session.
   * @param approvalId The question, from `tool.approvalRequired`.
   * @param answer The answer.
   */
  ResolveApproval(sessionId: string, approvalId: string, answer: Schemas['ApprovalAnswer']): Promise<Schemas['ApprovalView']>;

  /**
   * Takes back an approval that stands for more than its own call: later calls are asked about again.
   * @param sessionId The session.
   * @param approvalId The question that the approval answered.
   */
  RevokeApproval(sessionId: string, approvalId: string): Promise<void>;

  /**
   * Makes another agent the active one.
   * @param sessionId The session.
   * @param agentId The agent.
   * @param carryOver What it is given of the conversation; null means its own setting.
   */
  SwitchAgent(sessionId: string, agentId: string, carryOver: Schemas['CarryOverSetting'] | null): Promise<Schemas['SessionRecord']>;
}
