import { CircleHelp, KeyRound, MessageSquare, SquarePen } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useLocation } from 'wouter';
import { useAgents } from '../../agents/useAgents';
import { titleOf } from '../../sessions/titleOf';
import { useSessions } from '../../sessions/useSessions';
import { useStartSession } from '../../sessions/useStartSession';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { ageInWords } from '../../ui/ageInWords';
import { overlay } from '../overlay';
import { pages } from '../pages';
import { theme } from '../theme';
import { themes } from '../ThemeMenu';
import type { PaletteGroup } from './PaletteGroup';
import { useConversationGroup } from './useConversationGroup';

/** Everything that the palette offers for what was typed; sessions are those that the server finds, the others are all given. */
export function usePaletteGroups(typed: string): readonly PaletteGroup[] {
  const [, navigate] = useLocation();
  const agents = useAgents();
  const sessions = useSessions(useDeferredValue(typed.trim()));
  const start = useStartSession();
  const conversation = useConversationGroup();

  const found = sessions.data?.pages[0]?.sessions ?? [];
  return [
    {
      value: 'Conversations',
      items: [
        { value: 'new', label: 'New conversation', icon: <SquarePen />, run: () => navigate('/') },
        ...found.slice(0, 8).map((session) => ({
          value: session.id,
          label: titleOf(session),
          hint: ageInWords(new Date(session.updatedAt), Date.now()),
          icon: <MessageSquare />,
          run: () => navigate(`/sessions/${session.id}`),
        })),
      ],
    },
    ...conversation,
    {
      value: 'Agents',
      items: (agents.data ?? [])
        .filter(({ state }) => state !== 'invalid')
        .map((agent) => ({
          value: `agent ${agent.id}`,
          label: `New conversation with ${agent.name}`,
          hint: agent.role,
          icon: <AgentAvatar agent={agent} size="small" />,
          run: () => start(agent.id),
        })),
    },
    {
      value: 'Pages',
      items: pages.map(({ href, title, icon: Icon }) => ({ value: href, label: title, icon: <Icon />, run: () => navigate(href) })),
    },
    {
      value: 'Actions',
      items: [
        { value: 'help', label: 'Keyboard shortcuts', icon: <CircleHelp />, run: () => overlay.set('help') },
        { value: 'key', label: 'Enter another API key', icon: <KeyRound />, run: () => overlay.set('key') },
        ...themes.map(({ value, label, icon: Icon }) => ({
          value: `theme ${value}`,
          label: `Colours: ${label.toLowerCase()}`,
          icon: <Icon />,
          run: () => theme.set(value),
        })),
      ],
    },
  ];
}
