import { useMutation, useQueryClient } from '@tanstack/react-query';
import { forgetConversation } from '../chat/forgetConversation';
import { client } from '../server';
import { sessionsKey } from './sessionsKey';

/** Renames and deletes sessions; what shows them is read anew. */
export function useSessionChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: sessionsKey });
  const rename = useMutation({
    mutationFn: ({ sessionId, title }: { sessionId: string; title: string }) =>
      client.rest.PATCH('/api/sessions/{sessionId}', { params: { path: { sessionId } }, body: { title } }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (sessionId: string) => client.rest.DELETE('/api/sessions/{sessionId}', { params: { path: { sessionId } } }),
    onSuccess: (_, sessionId) => {
      forgetConversation(sessionId);
      queries.removeQueries({ queryKey: [...sessionsKey, 'one', sessionId] });
      return onSuccess();
    },
  });
  return { rename, remove };
}
