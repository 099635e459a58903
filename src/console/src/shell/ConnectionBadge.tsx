import { useConnection } from '@aiwhisperer/client/react';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../server';
import { Button } from '../ui/Button';
import { classes } from '../ui/classes';
import styles from './ConnectionBadge.module.css';
import { connectionText } from './connectionText';
import { useNow } from './useNow';
import { useOnline } from './useOnline';
import { useServerState } from './useServerState';

/** Whether the page hears the server, always in sight; what is wrong is announced. */
export function ConnectionBadge() {
  const queries = useQueryClient();
  const connection = useConnection(client);
  const server = useServerState();
  const isOnline = useOnline();
  const now = useNow(connection.retryAt !== undefined);
  const { tone, text, detail, canRetry } = connectionText({ connection, server, isOnline, now });

  const retry = () => {
    client.connection.retry();
    void queries.refetchQueries({ queryKey: ['server'] });
  };

  return (
    <div className={styles.place}>
      <span className={classes(styles.badge, styles[tone])} title={detail}>
        <span className={styles.dot} aria-hidden />
        <span className={styles.text}>{text}</span>
      </span>
      {/* The seconds that count down would be announced each: those who hear get the state alone. */}
      <span className="visually-hidden" role="status">
        {tone === 'good' ? '' : detail}
      </span>
      {canRetry && (
        <Button size="small" onClick={retry}>
          Retry now
        </Button>
      )}
    </div>
  );
}
