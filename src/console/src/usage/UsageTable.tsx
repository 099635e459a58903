import { AgentName } from '../agents/AgentName';
import { SessionLink } from '../sessions/SessionLink';
import { whole } from '../ui/format';
import { Table, type Column } from '../ui/Table';
import type { UsageSum } from '@aiwhisperer/client';
import { costInWords } from './costInWords';
import { groupings, nameOf, type Grouping } from './grouping';

const names: Readonly<Record<Grouping, Column<UsageSum>>> = {
  day: { key: 'day', title: 'Day (UTC)', isHeader: true, cell: (row) => row.day },
  model: { key: 'model', title: 'Model', isHeader: true, cell: (row) => <code>{nameOf(row, 'model')}</code> },
  agent: { key: 'agent', title: 'Agent', isHeader: true, cell: (row) => <AgentName agentId={row.agentId ?? ''} /> },
  session: { key: 'session', title: 'Conversation', isHeader: true, cell: (row) => <SessionLink sessionId={row.sessionId ?? ''} /> },
};

const figures: readonly Column<UsageSum>[] = [
  { key: 'turns', title: 'Turns', isNumber: true, cell: (row) => whole(row.turns) },
  { key: 'calls', title: 'Calls', isNumber: true, cell: (row) => whole(row.calls) },
  { key: 'input', title: 'Input', isNumber: true, cell: (row) => whole(row.inputTokens) },
  { key: 'cached', title: 'Cached', isNumber: true, cell: (row) => whole(row.cachedInputTokens) },
  { key: 'output', title: 'Output', isNumber: true, cell: (row) => whole(row.outputTokens) },
  { key: 'reasoning', title: 'Reasoning', isNumber: true, cell: (row) => whole(row.reasoningTokens) },
  { key: 'cost', title: 'Cost', isNumber: true, cell: costInWords },
];

export function UsageTable({ rows, grouping }: { rows: readonly UsageSum[]; grouping: Grouping }) {
  const label = `Usage ${groupings.find(({ value }) => value === grouping)!.label.toLowerCase()}`;
  return <Table label={label} columns={[names[grouping], ...figures]} rows={rows} rowKey={(row) => nameOf(row, grouping)} />;
}
