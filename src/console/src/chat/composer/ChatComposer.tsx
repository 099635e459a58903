import type { SessionView } from '@aiwhisperer/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSessionChanges } from '../../sessions/useSessionChanges';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import type { Agent } from '../Agent';
import { type BusyPolicy, outbox } from '../outbox';
import { nameSeveral } from '../several';
import { titleFor } from '../titleFor';
import { busyPolicies } from './busyPolicies';
import { Composer } from './Composer';
import { drafts } from './drafts';
import { RecipientPicker } from './RecipientPicker';
import { useCommands } from './useCommands';

interface Props {
  view: SessionView;
  agents: readonly Agent[];
  active: Agent | undefined;
  stop: (() => void) | undefined;
}

/** The composer of a conversation: whom the message is for, and what becomes of it while that agent is at work. */
export function ChatComposer({ view, agents, active, stop }: Props) {
  const { sessionId } = view;
  const [recipients, setRecipients] = useState<readonly string[]>([]);
  const [chosenPolicy, setPolicy] = useState<BusyPolicy>();
  const latest = useRef(view);
  latest.current = view;
  const sent = useCallback(() => sentTexts(latest.current), []);
  const { rename } = useSessionChanges();
  const runCommand = useCommands({ latest, agents });

  useEffect(() => {
    if (view.isClosed) {
      drafts.forget(sessionId);
    }
  }, [sessionId, view.isClosed]);

  const addressed = recipients.length === 0 ? [active?.id] : recipients;
  const isBusy = view.openTurns.some((turnId) => addressed.includes(view.turns[turnId]!.agentId));
  const policy = chosenPolicy ?? ownPolicy(agents.find((agent) => agent.id === addressed[0])) ?? 'enqueue';

  const send = (text: string, agentId: string | undefined) => {
    if (view.title === '' && view.openTurns.length === 0 && sentTexts(view).length === 0) {
      rename.mutate({ sessionId, title: titleFor(text) });
    }

    const onBusy = isBusy && chosenPolicy ? { onBusy: chosenPolicy } : {};
    if (agentId === undefined && recipients.length > 1) {
      for (const named of nameSeveral(recipients)) {
        outbox.send(sessionId, { text, agentId: named.agentId, ...onBusy }, named.clientMessageId);
      }
    } else {
      const to = agentId ?? recipients[0];
      outbox.send(sessionId, { text, ...(to ? { agentId: to } : {}), ...onBusy });
    }

    setRecipients([]);
    setPolicy(undefined);
  };

  return (
    <Composer
      draftName={sessionId}
      placeholder={isBusy ? 'Write the next message' : `Message ${active?.name ?? 'the agent'}`}
      agents={agents}
      sent={sent}
      refusal={
        view.isClosed && (
          <>
            This conversation is closed. Start a new one with /clear.{' '}
            <Button size="small" onClick={() => runCommand('clear', '')}>
              Start a new one
            </Button>
          </>
        )
      }
      onStop={stop}
      onSend={send}
      onCommand={runCommand}
    >
      <RecipientPicker agents={agents} active={active} chosen={recipients} onChange={setRecipients} />
      {isBusy && <Select label="While the agent is at work" isLabelHidden size="small" value={policy} onChange={setPolicy} options={busyPolicies} />}
    </Composer>
  );
}

/** What becomes of a message to a busy agent when its sender does not say. */
function ownPolicy(agent: Agent | undefined): BusyPolicy | undefined {
  return agent?.settings?.onBusy as BusyPolicy | undefined;
}

/** What the person sent, the latest first, each text once. */
function sentTexts(view: SessionView): readonly string[] {
  return [...new Set(view.timeline.flatMap((item) => (item.kind === 'user' ? [item.text] : [])).reverse())];
}
