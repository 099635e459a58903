import { Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { ErrorNote } from '../../ui/ErrorNote';
import { useAgent, useChat } from '../ChatContext';
import { PlainText } from '../markdown/PlainText';
import { editAgain } from '../editAgain';
import { outbox, type OutgoingMessage } from '../outbox';
import styles from './Timeline.module.css';

/** A message on its way, or one that did not get there: it stays until it is sent again, edited or thrown away. */
export function OutgoingRow({ message }: { message: OutgoingMessage }) {
  const { sessionId } = useChat();
  const agent = useAgent(message.agentId);
  const isFailed = message.status === 'failed';
  return (
    <article className={styles.user} aria-label="You">
      <div className={classes(styles.bubble, isFailed ? styles.failed : styles.sending)} dir="auto">
        <PlainText text={message.text} />
      </div>
      {isFailed ? (
        <>
          <ErrorNote error={message.error} />
          <div className={styles.under}>
            {message.agentId && <span className={styles.small}>to {agent.name}</span>}
            <Button size="small" onClick={() => outbox.retry(sessionId, message.clientMessageId)}>
              <RotateCcw size={14} aria-hidden /> Send again
            </Button>
            <Button size="small" variant="ghost" onClick={() => editAgain(sessionId, message)}>
              <Pencil size={14} aria-hidden /> Edit
            </Button>
            <Button size="small" variant="ghost" onClick={() => outbox.discard(sessionId, message.clientMessageId)}>
              <Trash2 size={14} aria-hidden /> Throw away
            </Button>
          </div>
        </>
      ) : (
        <span className={styles.small}>Sending…</span>
      )}
    </article>
  );
}
