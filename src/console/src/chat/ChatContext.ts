import { createContext, useContext } from 'react';
import type { Agent } from './Agent';

/** What the parts of a chat have in common. */
interface ChatScope {
  readonly sessionId: string;
  /** By id. */
  readonly agents: ReadonlyMap<string, Agent>;
}

export const ChatContext = createContext<ChatScope>({ sessionId: '', agents: new Map() });

export const useChat = () => useContext(ChatContext);

/** The agent of that id; of one that is gone by now, its id. */
export function useAgent(agentId: string | undefined): Pick<Agent, 'id' | 'name' | 'color' | 'icon'> {
  const { agents } = useChat();
  return (agentId ? agents.get(agentId) : undefined) ?? { id: agentId ?? '', name: agentId ?? 'Agent' };
}
