import { Badge } from '../ui/Badge';
import { ErrorState } from '../ui/ErrorState';
import { words } from '../ui/format';
import { Note } from '../ui/Note';
import { Skeleton } from '../ui/Skeleton';
import { Table, type Column } from '../ui/Table';
import type { AgentTool } from '@aiwhisperer/client';
import styles from './AgentTools.module.css';
import { useAgentTools } from './useAgentTools';

const effects = { read: 'neutral', write: 'warning', execute: 'warning', network: 'warning' } as const;

const columns: readonly Column<AgentTool>[] = [
  { key: 'name', title: 'Tool', isHeader: true, cell: ({ tool }) => <code title={tool.description}>{tool.name}</code> },
  { key: 'effect', title: 'Effect', cell: ({ tool }) => <Badge tone={effects[tool.effect]}>{tool.effect}</Badge> },
  { key: 'because', title: 'Granted by', cell: ({ because }) => <code>{because}</code> },
  {
    key: 'approval',
    title: 'Approval rules',
    cell: ({ tool, approval }) => tool.offBecause ?? (approval.map((rule) => `${rule.tool}: ${rule.decision}`).join(', ') || 'the defaults'),
  },
];

/** The tools that an agent is granted and why, what is taken away again, and the MCP servers it uses. */
export function AgentTools({ agentId }: { agentId: string }) {
  const { data, error, refetch } = useAgentTools(agentId);
  if (!data) {
    return error ? <ErrorState title="The tools could not be loaded" error={error} onRetry={() => void refetch()} /> : <Skeleton label="Loading the tools" />;
  }

  return (
    <>
      {data.tools.length > 0 ? (
        <Table label={`Tools of ${agentId}`} columns={columns} rows={data.tools} rowKey={({ tool }) => tool.name} />
      ) : (
        <Note>No tool of the server is granted. Name some under `tool_sets` or `allow_tools` in the agent's file.</Note>
      )}
      {data.denied.length > 0 && (
        <p className={styles.line}>
          Denied: {data.denied.map((denied) => `${denied.name} (${denied.because})`).join(', ')}
        </p>
      )}
      {data.servers.map((server) => (
        <p key={server.id} className={styles.line}>
          MCP server <code>{server.id}</code>: {words(server.state)}. {server.reason}
        </p>
      ))}
      {data.clientTools && <p className={styles.line}>It may also call the tools that a client declares.</p>}
    </>
  );
}
