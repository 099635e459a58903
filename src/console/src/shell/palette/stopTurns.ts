import { client } from '../../server';

/** Cancels the turns of a session that run now; those that wait for their turn stay. */
export async function stopTurns(sessionId: string): Promise<void> {
  const follower = client.follow(sessionId);
  try {
    await new Promise<void>((resolve) => {
      const look = () => follower.get().status !== 'loading' && resolve();
      follower.subscribe(look);
      look();
    });
    const { view, error } = follower.get();
    if (error) {
      throw error;
    }

    const running = view.openTurns.filter((turnId) => view.turns[turnId]?.status !== 'queued');
    await Promise.all(running.map((turnId) => client.cancel(sessionId, turnId)));
  } finally {
    follower.close();
  }
}
