import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAgents } from '../agents/useAgents';
import { client } from '../server';
import { sessionsKey } from '../sessions/sessionsKey';
import { overlay } from '../shell/overlay';
import { ErrorState } from '../ui/ErrorState';
import { Skeleton } from '../ui/Skeleton';
import { notify, notifyError } from '../ui/toasts';
import { AgentChoice } from './AgentChoice';
import { useAgentShortcuts } from './agentbar/useAgentShortcuts';
import { canAnswer } from './canAnswer';
import type { CommandName } from './composer/commands';
import { Composer } from './composer/Composer';
import { findAgent, noSuchAgent } from './composer/parseInput';
import { outbox } from './outbox';
import { suggestionsFor } from './suggestions';
import { titleFor } from './titleFor';
import styles from './WelcomePage.module.css';

/** Where a conversation begins: choose an agent, say something. */
export function WelcomePage() {
  const { data: agents, error, refetch } = useAgents();
  const [chosen, setChosen] = useState<string>();
  const [isStarting, setStarting] = useState(false);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  useAgentShortcuts(agents ?? [], ({ id }) => setChosen(id));

  if (!agents) {
    return error ? (
      <ErrorState error={error} title="The agents could not be loaded" onRetry={() => void refetch()} />
    ) : (
      <div className={styles.welcome}>
        <Skeleton lines={6} label="Loading the agents" />
      </div>
    );
  }

  const agent = agents.find((one) => one.id === chosen) ?? agents.find(canAnswer) ?? agents[0];
  const start = async (text: string, agentId = agent?.id) => {
    setStarting(true);
    try {
      const session = await client.createSession({ ...(agentId ? { agentId } : {}), title: titleFor(text) });
      outbox.send(session.id, { text });
      void queries.invalidateQueries({ queryKey: sessionsKey });
      navigate(`/sessions/${session.id}`);
    } catch (failure) {
      setStarting(false);
      notifyError('The conversation could not be started', failure);
      throw failure;
    }
  };
  const run = (name: CommandName, argument: string) => {
    if (name === 'switch') {
      const found = findAgent(argument, agents);
      setChosen(found?.id ?? chosen);
      return found ? undefined : noSuchAgent(argument, agents);
    }

    if (name === 'help') {
      overlay.set('help');
    } else {
      notify('There is no conversation yet', 'Say something first.');
    }

    return undefined;
  };

  return (
    <div className={styles.welcome}>
      <h1>What can we do for you?</h1>
      <AgentChoice agents={agents} chosen={agent?.id} onChoose={setChosen} />
      <Composer
        draftName="new"
        placeholder={agent ? `Message ${agent.name}` : 'There is no agent'}
        agents={agents}
        refusal={isStarting ? 'The conversation begins…' : !agent && <>No agent is configured. <Link href="/agents">See the agents page</Link></>}
        onSend={start}
        onCommand={run}
      />
      {agent && (
        <div className={styles.suggestions} role="group" aria-label="Suggestions">
          {suggestionsFor(agent).map((suggestion) => (
            <button key={suggestion} type="button" className={styles.suggestion} disabled={isStarting} onClick={() => start(suggestion).catch(() => undefined)}>
              {suggestion}
            </button>
          ))}
        </div>
      )}
      {agent?.reason && agent.availability !== 'available' && <p className={styles.reason}>{agent.reason}</p>}
    </div>
  );
}
