import { AgentName } from '../agents/AgentName';
import { SessionLink } from '../sessions/SessionLink';
import { span, whole } from '../ui/format';
import { Table, type Column } from '../ui/Table';
import type { AiLoopStatus } from '@aiwhisperer/client';
import { LoopState } from './LoopState';
import { ReleaseButton } from './ReleaseButton';
import { loopKey } from './useLoops';

const columns: readonly Column<AiLoopStatus>[] = [
  { key: 'agent', title: 'Agent', isHeader: true, cell: (loop) => <AgentName agentId={loop.agentId} /> },
  { key: 'session', title: 'Conversation', cell: (loop) => <SessionLink sessionId={loop.sessionId} /> },
  { key: 'state', title: 'State', cell: (loop) => <LoopState state={loop.state} /> },
  { key: 'model', title: 'Model', cell: (loop) => <code>{`${loop.provider}/${loop.model}`}</code> },
  { key: 'queued', title: 'Waiting', isNumber: true, cell: (loop) => whole(loop.queuedTurns) },
  { key: 'turns', title: 'Turns', isNumber: true, cell: (loop) => whole(loop.turns) },
  { key: 'idle', title: 'Idle', isNumber: true, cell: (loop) => (loop.state === 'idle' ? span(Math.floor(loop.idleSeconds) * 1000) : '–') },
  { key: 'revision', title: 'Revision', cell: (loop) => <code>{loop.revision}</code> },
  { key: 'release', title: 'Action', cell: (loop) => <ReleaseButton loop={loop} /> },
];

export function LoopTable({ loops }: { loops: readonly AiLoopStatus[] }) {
  return <Table label="Live loops" columns={columns} rows={loops} rowKey={loopKey} />;
}
