import { ProblemList } from '../configuration/ProblemList';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Note } from '../ui/Note';
import { Page } from '../ui/Page';
import { Skeleton } from '../ui/Skeleton';
import { ProviderCard } from './ProviderCard';
import styles from './ProvidersPage.module.css';
import { useProviders } from './useProviders';

export function ProvidersPage() {
  const { data, error, refetch } = useProviders();
  if (!data) {
    return (
      <Page title="Providers">
        {error ? (
          <ErrorState title="The providers could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton label="Loading the providers" lines={8} />
        )}
      </Page>
    );
  }

  return (
    <Page title="Providers">
      <p className={styles.about}>
        The back ends that agents get their models from, defined in <code>config/providers.yaml</code>. Keys come from the server's environment and are
        never shown.
      </p>
      {error && <Note tone="warning">The server did not answer the last time. What is shown may be old.</Note>}
      {data.problems.length > 0 && <ProblemList label="Problems of the providers' configuration" problems={data.problems} />}
      {data.providers.length === 0 && (
        <EmptyState title="There are no providers" remedy="Name one in config/providers.yaml; `kind: offline` needs no key." />
      )}
      {data.providers.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} isDefault={provider.id === data.default} />
      ))}
    </Page>
  );
}
