import { dateAndTime, timeOfDay, whole } from '../ui/format';
import { Facts, type Fact } from '../ui/Facts';
import { Note } from '../ui/Note';
import { RelativeTime } from '../ui/RelativeTime';
import type { ProviderResponse } from '@aiwhisperer/client';
import styles from './ProviderCalls.module.css';

const circuits = { closed: 'closed: calls pass', open: 'open: no call passes', halfOpen: 'half open: one call is let through to try' } as const;

/** What is going on with a provider's calls, and its last failure. */
export function ProviderCalls({ provider }: { provider: ProviderResponse }) {
  const { running, waiting, total, failed, circuit, openUntil, lastError } = provider.calls;
  const facts: Fact[] = [
    { key: 'now', name: 'Calls now', value: `${whole(running)} running, ${whole(waiting)} waiting` },
    { key: 'start', name: 'Since the server started', value: `${whole(total)} in all, ${whole(failed)} failed` },
    {
      key: 'circuit',
      name: 'Circuit',
      value: openUntil ? (
        <>
          {circuits[circuit]} until <time dateTime={openUntil} title={dateAndTime(openUntil)}>{timeOfDay(openUntil).slice(0, 8)}</time>
        </>
      ) : (
        circuits[circuit]
      ),
    },
  ];
  return (
    <>
      <Facts label={`Calls of ${provider.id}`} facts={facts} />
      {lastError && (
        <Note tone={circuit === 'closed' ? 'warning' : 'danger'}>
          <p>{lastError.message}</p>
          <p className={styles.when}>
            Last error, <RelativeTime at={lastError.at} /> · <code>{lastError.code}</code>
          </p>
        </Note>
      )}
    </>
  );
}
