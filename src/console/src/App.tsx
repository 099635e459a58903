import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ChatPage } from './chat/ChatPage';
import { WelcomePage } from './chat/WelcomePage';
import { Shell } from './shell/Shell';
import { EmptyState } from './ui/EmptyState';
import { Spinner } from './ui/Spinner';

const EventsPage = lazy(async () => ({ default: (await import('./events/EventsPage')).EventsPage }));
const ApprovalsPage = lazy(async () => ({ default: (await import('./approvals/ApprovalsPage')).ApprovalsPage }));
const LoopsPage = lazy(async () => ({ default: (await import('./loops/LoopsPage')).LoopsPage }));
const AgentsPage = lazy(async () => ({ default: (await import('./agents/AgentsPage')).AgentsPage }));
const ProvidersPage = lazy(async () => ({ default: (await import('./providers/ProvidersPage')).ProvidersPage }));
const UsagePage = lazy(async () => ({ default: (await import('./usage/UsagePage')).UsagePage }));

export function App() {
  return (
    <Shell>
      <Suspense fallback={<Spinner label="Loading the page" />}>
        <Switch>
          <Route path="/" component={WelcomePage} />
          <Route path="/sessions/:sessionId">{({ sessionId }) => <ChatPage key={sessionId} sessionId={sessionId} />}</Route>
          <Route path="/sessions/:sessionId/events">{({ sessionId }) => <EventsPage key={sessionId} sessionId={sessionId} />}</Route>
          <Route path="/approvals" component={ApprovalsPage} />
          <Route path="/loops" component={LoopsPage} />
          <Route path="/agents" component={AgentsPage} />
          <Route path="/providers" component={ProvidersPage} />
          <Route path="/usage" component={UsagePage} />
          <Route>
            <EmptyState title="There is no such page" remedy="Choose one on the left, or start a conversation." />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}
