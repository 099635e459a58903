import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './sessionQuery';

/** One session as the server has it; nothing is asked without an id. */
export function useSessionRecord(sessionId: string | undefined) {
  return useQuery({ ...sessionQuery(sessionId ?? ''), enabled: sessionId !== undefined });
}
