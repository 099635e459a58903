import { Suspense, useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { ChatPage } from './chat/ChatPage';
import { WelcomePage } from './chat/WelcomePage';
import { fetchLazyParts, lazyPart } from './lazyPart';
import { BrokenPart } from './shell/BrokenPart';
import { Shell } from './shell/Shell';
import { EmptyState } from './ui/EmptyState';
import { FaultBoundary } from './ui/FaultBoundary';
import { Spinner } from './ui/Spinner';

const EventsPage = lazyPart(async () => (await import('./events/EventsPage')).EventsPage);
const ApprovalsPage = lazyPart(async () => (await import('./approvals/ApprovalsPage')).ApprovalsPage);
const LoopsPage = lazyPart(async () => (await import('./loops/LoopsPage')).LoopsPage);
const AgentsPage = lazyPart(async () => (await import('./agents/AgentsPage')).AgentsPage);
const ProvidersPage = lazyPart(async () => (await import('./providers/ProvidersPage')).ProvidersPage);
const UsagePage = lazyPart(async () => (await import('./usage/UsagePage')).UsagePage);

export function App() {
  const [location] = useLocation();
  useEffect(fetchLazyParts, []);

  return (
    <Shell>
      <FaultBoundary key={location} instead={() => <BrokenPart />}>
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
      </FaultBoundary>
    </Shell>
  );
}
