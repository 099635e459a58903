import { Page } from '../ui/Page';

export function EventsPage({ sessionId }: { sessionId: string }) {
  return <Page title={`Events of ${sessionId}`} />;
}
