import { client } from '../../server';
import { notifyError } from '../../ui/toasts';
import type { Agent } from '../Agent';

/** Switches to an agent, which is told what its own setting says. */
export async function switchTo(sessionId: string, agent: Agent): Promise<void> {
  try {
    await client.switchAgent(sessionId, agent.id);
  } catch (error) {
    notifyError(`The conversation could not be switched to ${agent.name}`, error);
  }
}
