import { useState } from 'react';
import { useLocation } from 'wouter';
import { client } from '../server';
import { Button } from '../ui/Button';
import { notifyError } from '../ui/toasts';
import type { AgentResponse } from '@aiwhisperer/client';

/** Starts a conversation with an agent, and goes there. */
export function NewConversationButton({ agent }: { agent: AgentResponse }) {
  const [, navigate] = useLocation();
  const [isPending, setPending] = useState(false);

  const start = async () => {
    setPending(true);
    try {
      const session = await client.createSession({ agentId: agent.id });
      navigate(`/sessions/${session.id}`);
    } catch (error) {
      notifyError('The conversation was not started', error);
      setPending(false);
    }
  };

  return (
    <Button
      size="small"
      isPending={isPending}
      disabled={agent.availability === 'invalid'}
      aria-label={`New conversation with ${agent.name}`}
      onClick={() => void start()}
    >
      New conversation
    </Button>
  );
}
