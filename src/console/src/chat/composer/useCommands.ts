import { useQueryClient } from '@tanstack/react-query';
import type { SessionView } from '@aiwhisperer/client';
import type { RefObject } from 'react';
import { useLocation } from 'wouter';
import { client } from '../../server';
import { sessionsKey } from '../../sessions/sessionsKey';
import { overlay } from '../../shell/overlay';
import { download } from '../../ui/download';
import { notify, notifyError } from '../../ui/toasts';
import type { Agent } from '../Agent';
import { switchTo } from '../agentbar/switchTo';
import { conversationMarkdown } from '../conversationMarkdown';
import type { CommandName } from './commands';
import { findAgent, noSuchAgent } from './parseInput';

interface Scope {
  latest: RefObject<SessionView>;
  agents: readonly Agent[];
}

/** Runs the commands of a conversation. */
export function useCommands({ latest, agents }: Scope): (name: CommandName, argument: string) => string | undefined {
  const queries = useQueryClient();
  const [, navigate] = useLocation();

  const clear = async () => {
    const { activeAgentId } = latest.current;
    try {
      const session = await client.createSession(activeAgentId ? { agentId: activeAgentId } : {});
      void queries.invalidateQueries({ queryKey: sessionsKey });
      navigate(`/sessions/${session.id}`);
      notify('A new conversation with the same agent', 'The one before is kept, in the list of conversations.');
    } catch (error) {
      notifyError('A new conversation could not be started', error);
    }
  };

  return (name, argument) => {
    const view = latest.current;
    const nameOf = (agentId: string | undefined) => agents.find((agent) => agent.id === agentId)?.name ?? agentId ?? 'the agent';
    switch (name) {
      case 'switch': {
        const agent = findAgent(argument, agents);
        if (!agent) {
          return noSuchAgent(argument, agents);
        }

        if (agent.id === view.activeAgentId) {
          notify(`${agent.name} is the active agent already`);
        } else {
          void switchTo(view.sessionId, agent);
        }

        break;
      }

      case 'clear':
        void clear();
        break;
      case 'save':
        download(`${fileName(view.title)}.md`, 'text/markdown;charset=utf-8', [conversationMarkdown(view, nameOf)]);
        notify('The conversation was saved as Markdown', 'It is where your browser keeps downloads.');
        break;
      case 'help':
        overlay.set('help');
        break;
    }

    return undefined;
  };
}

function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'conversation';
}
