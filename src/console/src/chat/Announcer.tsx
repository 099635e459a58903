import type { SessionView } from '@aiwhisperer/client';
import { useEffect, useRef, useState } from 'react';
import { useChat } from './ChatContext';

const longest = 400;

/** Says to those who hear the page what a turn came to, once it has ended, and that an agent asks for approval. */
export function Announcer({ view }: { view: SessionView }) {
  const { agents } = useChat();
  const before = useRef(view);
  const [words, setWords] = useState('');

  useEffect(() => {
    const past = before.current;
    before.current = view;
    const nameOf = (agentId: string) => agents.get(agentId)?.name ?? agentId;
    const said = [
      ...past.openTurns.filter((turnId) => !view.openTurns.includes(turnId)).map((turnId) => endingOf(view, turnId, nameOf)),
      ...view.approvals
        .filter(({ approvalId }) => !past.approvals.some((known) => known.approvalId === approvalId))
        .map((approval) => `${nameOf(approval.agentId)} asks whether it may call ${approval.name}.`),
    ].filter((one) => one !== undefined);
    if (said.length > 0) {
      setWords(said.join(' '));
    }
  }, [view, agents]);

  return (
    <div role="status" className="visually-hidden">
      {words}
    </div>
  );
}

function endingOf(view: SessionView, turnId: string, nameOf: (agentId: string) => string): string | undefined {
  const turn = view.turns[turnId];
  if (!turn) {
    return undefined;
  }

  const answer = view.timeline.findLast((item) => item.turnId === turnId && item.kind === 'agent' && item.channel === 'final');
  const name = nameOf(turn.agentId);
  switch (turn.status) {
    case 'completed':
      return answer?.kind === 'agent' ? `${name} answered: ${answer.text.slice(0, longest)}` : `${name} is done.`;
    case 'failed':
      return `${name} could not answer: ${turn.error?.message ?? ''}`;
    default:
      return `${name} was stopped.`;
  }
}
