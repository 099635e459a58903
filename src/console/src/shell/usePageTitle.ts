import { useEffect } from 'react';
import { useLocation, useRoute } from 'wouter';
import { titleOf } from '../sessions/titleOf';
import { useSessionRecord } from '../sessions/useSessionRecord';
import { pages } from './pages';

/** What the page in sight is called; the browser's title says it too. */
export function usePageTitle(): string {
  const [location] = useLocation();
  const [, route] = useRoute('/sessions/:sessionId/*?');
  const { data: session } = useSessionRecord(route?.sessionId);
  const page = location === '/' ? 'New conversation' : (pages.find(({ href }) => href === location)?.title ?? 'Not found');
  const title = route ? (session ? titleOf(session) : 'Conversation') : page;

  useEffect(() => {
    document.title = `${title} · AIWhisperer`;
  }, [title]);
  return title;
}
