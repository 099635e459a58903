import { QueryCache, QueryClient } from '@tanstack/react-query';
import { overlay } from './shell/overlay';

const retries = 2;

/** Whoever closes the key dialog is not asked by every further query. */
let isKeyAsked = false;

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

/** What cannot heal by asking again: the server has answered, and meant it. */
function isFinal(error: unknown): boolean {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
}

/** Everything that pages read of the server. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (codeOf(error) === 'unauthorized' && !isKeyAsked) {
        isKeyAsked = true;
        overlay.set('key');
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (count, error) => count < retries && !isFinal(error),
    },
  },
});
