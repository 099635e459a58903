import { useState } from 'react';
import { Button } from '../ui/Button';

/**
 * Loads the whole page anew, for parts of it that could not be: it may have been built anew meanwhile, and its parts have other names. Not
 * before the server answers, for what is on the page would be lost.
 */
export function StartAnew() {
  const [state, setState] = useState<'ready' | 'asking' | 'unreachable'>('ready');

  const start = async () => {
    setState('asking');
    try {
      await fetch('/health/live');
      location.reload();
    } catch {
      setState('unreachable');
    }
  };

  return (
    <>
      <Button variant="primary" isPending={state === 'asking'} onClick={() => void start()}>
        Try again
      </Button>
      <p role="status">{state === 'unreachable' && 'The server does not answer yet. Check that it runs.'}</p>
    </>
  );
}
