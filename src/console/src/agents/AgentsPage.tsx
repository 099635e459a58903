import { RefreshCw } from 'lucide-react';
import { ProblemList } from '../configuration/ProblemList';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { ErrorNote } from '../ui/ErrorNote';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { AgentCard } from './AgentCard';
import styles from './AgentsPage.module.css';
import { ReloadResult } from './ReloadResult';
import { useAgentList } from './useAgentList';
import { useReload } from './useReload';
import { YamlChecker } from './YamlChecker';

export function AgentsPage() {
  const { data, error, refetch } = useAgentList();
  const reload = useReload();
  return (
    <Page
      title="Agents"
      actions={
        <Button isPending={reload.isPending} onClick={() => reload.mutate()}>
          <RefreshCw size={16} aria-hidden /> Reload
        </Button>
      }
    >
      {reload.error && <ErrorNote error={reload.error} />}
      {reload.data && <ReloadResult key={reload.submittedAt} result={reload.data} />}
      {!data && (error ? <ErrorState title="The agents could not be loaded" error={error} onRetry={() => void refetch()} /> : <Skeleton label="Loading the agents" lines={8} />)}
      {data && (
        <>
          <p className={styles.about}>
            Defined in <code>config/agents</code>; a saved file is used at once. Their prompts stay on the server and are not shown here. Configuration <code>{data.revision}</code> is in service.
          </p>
          {data.problems.length > 0 && <ProblemList label="Problems of the configuration" problems={data.problems} />}
          {data.agents.length === 0 && (
            <EmptyState title="There are no agents" remedy="Write a file such as config/agents/alice.yaml: it is used as soon as it is saved. Check it below first." />
          )}
          {data.agents.map((agent) => (
            <AgentCard key={agent.id} agent={agent} />
          ))}
          <YamlChecker />
        </>
      )}
    </Page>
  );
}
