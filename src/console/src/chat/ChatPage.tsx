import { Page } from '../ui/Page';

export function ChatPage({ sessionId }: { sessionId: string }) {
  return <Page title={`Session ${sessionId}`} />;
}
