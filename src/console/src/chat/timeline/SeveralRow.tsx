import { UserRound } from 'lucide-react';
import { agentColor } from '../../ui/AgentAvatar';
import { Badge } from '../../ui/Badge';
import { useAgent } from '../ChatContext';
import { PlainText } from '../markdown/PlainText';
import { CancelTurn } from './CancelTurn';
import type { SeveralRow as Several } from './rows';
import styles from './SeveralRow.module.css';
import timeline from './Timeline.module.css';
import { TimelineRow } from './TimelineRow';
import { AgentHeader } from './AgentHeader';

/** One question, and the answers of several agents side by side. */
export function SeveralRow({ row }: { row: Several }) {
  return (
    <div className={styles.several}>
      <article className={timeline.user} aria-label="You">
        <div className={timeline.bubble} dir="auto">
          <PlainText text={row.question.text} />
        </div>
        <span className={timeline.small}>
          <UserRound size={14} aria-hidden /> to {row.columns.length} agents
        </span>
      </article>
      <div className={styles.columns}>
        {row.columns.map((column) => (
          <Column key={column.turn.turnId} {...column} />
        ))}
      </div>
    </div>
  );
}

function Column({ turn, rows }: Several['columns'][number]) {
  const agent = useAgent(turn.agentId);
  return (
    <section className={styles.column} style={agentColor(agent.color)} aria-label={`Answer of ${agent.name}`}>
      {rows.every((row) => !('isFirst' in row && row.isFirst)) && <AgentHeader agentId={turn.agentId} turn={turn} />}
      {turn.status === 'queued' && (
        <div className={timeline.under}>
          <Badge tone="accent">Waits: number {turn.position} in line</Badge>
          <CancelTurn turnId={turn.turnId} label="Take it out of the line" />
        </div>
      )}
      {rows.map((row) => (
        <TimelineRow key={row.key} row={row} />
      ))}
    </section>
  );
}
