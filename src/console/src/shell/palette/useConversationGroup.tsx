import { useQuery } from '@tanstack/react-query';
import { Bug, CircleStop } from 'lucide-react';
import { useLocation, useRoute } from 'wouter';
import { useAgents } from '../../agents/useAgents';
import { client } from '../../server';
import { sessionQuery } from '../../sessions/sessionQuery';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { notifyError } from '../../ui/toasts';
import type { PaletteGroup } from './PaletteGroup';
import { stopTurns } from './stopTurns';

/** What can be done with the conversation in sight; nothing on other pages. */
export function useConversationGroup(): readonly PaletteGroup[] {
  const [, navigate] = useLocation();
  const [, route] = useRoute('/sessions/:sessionId/*?');
  const { data: agents = [] } = useAgents();
  // Asked now and again while the palette is open: whether a turn runs changes faster than what pages show of a session.
  const { data: session } = useQuery({
    ...sessionQuery(route?.sessionId ?? ''),
    enabled: route !== null && route.sessionId !== undefined,
    refetchOnMount: 'always',
    refetchInterval: 1_000,
  });
  if (!session) {
    return [];
  }

  const tell = (title: string) => (error: unknown) => notifyError(title, error);
  const others = session.isClosed ? [] : agents.filter(({ id, state }) => id !== session.activeAgentId && state !== 'invalid');
  return [
    {
      value: 'This conversation',
      items: [
        ...(session.openTurns > 0
          ? [{ value: 'stop', label: 'Stop the turn', icon: <CircleStop />, run: () => void stopTurns(session.id).catch(tell('The turn could not be stopped')) }]
          : []),
        ...others.map((agent) => ({
          value: `switch ${agent.id}`,
          label: `Switch to ${agent.name}`,
          hint: agent.shortcut && `Alt+${agent.shortcut.toUpperCase()}`,
          icon: <AgentAvatar agent={agent} size="small" />,
          run: () => void client.switchAgent(session.id, agent.id).catch(tell(`The conversation could not be switched to ${agent.name}`)),
        })),
        { value: 'events', label: 'Events of this conversation', icon: <Bug />, run: () => navigate(`/sessions/${session.id}/events`) },
      ],
    },
  ];
}
