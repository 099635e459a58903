import { memo } from 'react';
import { ToolCard } from '../tools/ToolCard';
import { AgentRow } from './AgentRow';
import { NoticeRow } from './NoticeRow';
import { OutgoingRow } from './OutgoingRow';
import { RolledBackRow } from './RolledBackRow';
import type { ItemRow, Row } from './rows';
import { SeveralRow } from './SeveralRow';
import { TurnFooter } from './TurnFooter';
import { UserRow } from './UserRow';
import { WaitingRow } from './WaitingRow';

/** One row of the timeline. Rows are made anew for each picture, their parts are not: drawn again only when a part has changed. */
export const TimelineRow = memo(Draw, (before, after) => isSame(before.row, after.row));

function Draw({ row }: { row: Row }) {
  switch (row.kind) {
    case 'item':
      return <Item row={row} />;
    case 'waiting':
      return <WaitingRow turn={row.turn} isFirst={row.isFirst} />;
    case 'footer':
      return <TurnFooter turn={row.turn} />;
    case 'rolledBack':
      return <RolledBackRow rows={row.rows} />;
    case 'several':
      return <SeveralRow row={row} />;
    case 'outgoing':
      return <OutgoingRow message={row.message} />;
  }
}

function Item({ row: { item, turn, isFirst, isToAnother } }: { row: ItemRow }) {
  switch (item.kind) {
    case 'user':
      return <UserRow message={item} turn={turn} isToAnother={isToAnother} />;
    case 'agent':
      return <AgentRow message={item} turn={turn} isFirst={isFirst} />;
    case 'tool':
      return <ToolCard call={item} turn={turn} isFirst={isFirst} />;
    case 'notice':
      return <NoticeRow notice={item} />;
  }
}

function isSame(a: Row, b: Row): boolean {
  if (a.kind === 'several' && b.kind === 'several') {
    return (
      a.question === b.question &&
      a.columns.length === b.columns.length &&
      a.columns.every((column, index) => column.turn === b.columns[index]!.turn && areSame(column.rows, b.columns[index]!.rows))
    );
  }

  if (a.kind === 'rolledBack' && b.kind === 'rolledBack') {
    return areSame(a.rows, b.rows);
  }

  const right = b as unknown as Record<string, unknown>;
  return Object.entries(a).every(([name, value]) => right[name] === value);
}

function areSame(a: readonly Row[], b: readonly Row[]): boolean {
  return a.length === b.length && a.every((row, index) => isSame(row, b[index]!));
}
