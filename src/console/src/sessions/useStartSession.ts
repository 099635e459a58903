import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { client } from '../server';
import { notifyError } from '../ui/toasts';
import { sessionsKey } from './sessionsKey';

/** Starts a session with an agent and goes there; what prevents it is told. */
export function useStartSession(): (agentId: string) => void {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return (agentId) => {
    client.createSession({ agentId }).then(
      (session) => {
        void queries.invalidateQueries({ queryKey: sessionsKey });
        navigate(`/sessions/${session.id}`);
      },
      (error: unknown) => notifyError('The conversation could not be started', error),
    );
  };
}
