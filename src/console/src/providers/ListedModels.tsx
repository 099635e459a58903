import { ErrorState } from '../ui/ErrorState';
import { Note } from '../ui/Note';
import { Skeleton } from '../ui/Skeleton';
import styles from './ListedModels.module.css';
import { useListedModels } from './useListedModels';

export function ListedModels({ providerId }: { providerId: string }) {
  const { data, error, isFetching, refetch } = useListedModels(providerId);
  if (isFetching) {
    return <Skeleton label="Asking the provider for its models" />;
  }

  if (!data) {
    return <ErrorState title="The provider did not list its models" error={error} onRetry={() => void refetch()} />;
  }

  return data.length === 0 ? (
    <Note>The provider lists no models. Agents may still name one that you know it has.</Note>
  ) : (
    <ul className={styles.models} tabIndex={0} aria-label={`Models that ${providerId} lists`}>
      {data.map((model) => (
        <li key={model}>
          <code>{model}</code>
        </li>
      ))}
    </ul>
  );
}
