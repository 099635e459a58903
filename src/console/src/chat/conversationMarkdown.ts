import type { SessionView, TimelineItem } from '@aiwhisperer/client';
import { noticeText } from './noticeText';

/** The conversation as a Markdown document: what was said, and which tools were called. What was taken back is left out. */
export function conversationMarkdown(view: SessionView, nameOf: (agentId: string | undefined) => string): string {
  const parts = view.timeline.map((item) => partOf(item, nameOf)).filter((part) => part !== undefined);
  return [`# ${view.title || 'Conversation'}`, ...parts].join('\n\n') + '\n';
}

function partOf(item: TimelineItem, nameOf: (agentId: string | undefined) => string): string | undefined {
  if (item.kind === 'notice') {
    return `_${noticeText(item, nameOf)}_`;
  }

  if (item.isRolledBack) {
    return undefined;
  }

  switch (item.kind) {
    case 'user':
      return `## You, to ${nameOf(item.agentId)}\n\n${item.text}`;
    case 'agent':
      return item.channel === 'analysis' ? undefined : `## ${nameOf(item.agentId)}\n\n${item.text}`;
    case 'tool':
      return `_${nameOf(item.agentId)} called ${item.name}: ${item.status}._\n\n${fenced(JSON.stringify(item.arguments, null, 2))}`;
  }
}

/** A code block that its text cannot end. */
function fenced(text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const mark = '`'.repeat(longest + 1);
  return `${mark}json\n${text}\n${mark}`;
}
