import type { AgentMessage, TurnState } from '@aiwhisperer/client';
import { Brain, MessageSquareDashed } from 'lucide-react';
import { CopyButton } from '../../ui/CopyButton';
import { Badge } from '../../ui/Badge';
import { agentColor } from '../../ui/AgentAvatar';
import { classes } from '../../ui/classes';
import { useAgent } from '../ChatContext';
import { Markdown } from '../markdown/Markdown';
import { AgentHeader } from './AgentHeader';
import { Aside } from './Aside';
import styles from './Timeline.module.css';

interface Props {
  message: AgentMessage;
  turn: TurnState | undefined;
  isFirst: boolean;
}

/** What an agent said: its answer, its talk about tools, or its reasoning. */
export function AgentRow({ message, turn, isFirst }: Props) {
  const agent = useAgent(message.agentId);
  return (
    <article className={classes(styles.agent, isFirst && styles.first)} style={agentColor(agent.color)} aria-label={agent.name}>
      {isFirst && <AgentHeader agentId={message.agentId} turn={turn} />}
      {message.channel === 'analysis' ? (
        <Aside icon={<Brain size={15} aria-hidden />} title={message.isStreaming ? 'Thinking…' : 'Reasoning'} isOpenAtFirst={false}>
          <Markdown text={message.text} isStreaming={message.isStreaming} />
        </Aside>
      ) : message.channel === 'commentary' ? (
        <Aside icon={<MessageSquareDashed size={15} aria-hidden />} title="On its way" isOpenAtFirst>
          <Markdown text={message.text} isStreaming={message.isStreaming} />
        </Aside>
      ) : (
        <div className={classes(styles.answer, message.isStreaming && styles.streaming)}>
          <Markdown text={message.text} isStreaming={message.isStreaming} />
          {!message.isStreaming && (
            <div className={styles.actions}>
              {message.isPartial && <Badge tone="warning">Cut short</Badge>}
              <CopyButton text={message.text} label="Copy the answer" />
            </div>
          )}
        </div>
      )}
    </article>
  );
}
