import type { AgentResponse } from '@aiwhisperer/client';
import { useStartSession } from '../sessions/useStartSession';
import { Button } from '../ui/Button';

/** Starts a conversation with an agent, and goes there. */
export function NewConversationButton({ agent }: { agent: AgentResponse }) {
  const start = useStartSession();
  return (
    <Button
      size="small"
      disabled={agent.availability === 'invalid'}
      aria-label={`New conversation with ${agent.name}`}
      onClick={() => start(agent.id)}
    >
      New conversation
    </Button>
  );
}
