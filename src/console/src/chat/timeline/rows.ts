import type { Notice, SessionView, TimelineItem, TurnState, UserMessage } from '@aiwhisperer/client';
import type { OutgoingMessage } from '../outbox';
import { severalOf } from '../several';

/** What the timeline shows, one below the other. `key` never changes. */
export type Row = ItemRow | WaitingRow | FooterRow | RolledBackRow | SeveralRow | OutgoingRow;

export interface ItemRow {
  readonly kind: 'item';
  readonly key: string;
  readonly item: TimelineItem;
  readonly turn: TurnState | undefined;
  /** Whether the agent is to be named above it. */
  readonly isFirst: boolean;
  /** Of a question: whether it is for another agent than the question before. */
  readonly isToAnother: boolean;
}

/** A turn that runs, and of which nothing is seen at the moment. */
export interface WaitingRow {
  readonly kind: 'waiting';
  readonly key: string;
  readonly turn: TurnState;
  readonly isFirst: boolean;
}

/** How a turn ended, and what it took. */
export interface FooterRow {
  readonly kind: 'footer';
  readonly key: string;
  readonly turn: TurnState;
}

/** A turn that was taken back. */
export interface RolledBackRow {
  readonly kind: 'rolledBack';
  readonly key: string;
  readonly rows: readonly Row[];
}

/** A question that was put to several agents. */
export interface SeveralRow {
  readonly kind: 'several';
  readonly key: string;
  readonly question: UserMessage;
  readonly columns: readonly { readonly turn: TurnState; readonly rows: readonly Row[] }[];
}

export interface OutgoingRow {
  readonly kind: 'outgoing';
  readonly key: string;
  readonly message: OutgoingMessage;
}

interface Group {
  readonly turn: TurnState | undefined;
  readonly items: TimelineItem[];
  readonly several: string | undefined;
}

/**
 * Puts what belongs to a turn together, in the order in which the turns were asked for: agents answer at the same time, and messages
 * arrive while they do.
 */
export function buildRows(view: SessionView, outgoing: readonly OutgoingMessage[]): Row[] {
  const rows: Row[] = [];
  const groups = groupByTurn(view);
  const isShown = new Set<string>();
  const isTold = new Set<string>();
  let asked: string | undefined;
  for (const group of groups) {
    if (group.several === undefined) {
      rows.push(...rowsOf(group, { before: asked, isTold }));
      asked = isSwitch(group) ? undefined : (group.turn?.agentId ?? asked);
    } else if (!isShown.has(group.several)) {
      isShown.add(group.several);
      rows.push(severalRow(group.several, groups, isTold));
    }
  }

  return [...rows, ...outgoingRows(outgoing, isShown)];
}

function groupByTurn(view: SessionView): Group[] {
  const groups: Group[] = [];
  const byTurn = new Map<string, Group>();
  for (const item of view.timeline) {
    const known = item.turnId === undefined ? undefined : byTurn.get(item.turnId);
    if (known) {
      known.items.push(item);
      continue;
    }

    const turn = item.turnId === undefined ? undefined : view.turns[item.turnId];
    const several = item.kind === 'user' ? severalOf(item.clientMessageId) : undefined;
    const group: Group = { turn, items: [item], several };
    groups.push(group);
    if (item.turnId !== undefined) {
      byTurn.set(item.turnId, group);
    }
  }

  return groups;
}

/** Another agent took over: whom the next question is for has just been told. */
function isSwitch({ items: [item] }: Group): boolean {
  return item?.kind === 'notice' && item.event === 'agent.switched';
}

interface Around {
  /** Which agent the question before was for. */
  readonly before?: string | undefined;
  /** Reasons for another model that were told already: once is enough. */
  readonly isTold: Set<string>;
  /** Whether the question is shown elsewhere. */
  readonly isQuestionShown?: boolean;
}

/** The rows of a turn. Its ending is told by its footer. */
function rowsOf({ turn, items }: Group, { before, isTold, isQuestionShown = false }: Around): Row[] {
  const rows: Row[] = [];
  let isFirst = true;
  for (const item of items) {
    const isQuestion = item.kind === 'user' && !item.steers;
    if ((isQuestion && isQuestionShown) || (item.kind === 'notice' && !isWorthTelling(item, isTold))) {
      continue;
    }

    const isAgents = item.kind === 'agent' || item.kind === 'tool';
    const isToAnother = isQuestion && before !== undefined && before !== item.agentId;
    rows.push({ kind: 'item', key: item.key, item, turn, isFirst: isAgents && isFirst, isToAnother });
    isFirst = item.kind === 'user' || (isFirst && !isAgents);
  }

  if (turn?.status === 'running' && !isSeen(items.at(-1))) {
    rows.push({ kind: 'waiting', key: `waiting:${turn.turnId}`, turn, isFirst });
  }

  if (turn?.endedAt !== undefined) {
    rows.push({ kind: 'footer', key: `footer:${turn.turnId}`, turn });
  }

  return turn?.isRolledBack ? [{ kind: 'rolledBack', key: `back:${turn.turnId}`, rows }] : rows;
}

function isWorthTelling({ event, text }: Notice, isTold: Set<string>): boolean {
  if (event !== 'model.fellBack') {
    return !event.startsWith('turn.');
  }

  const isNew = !isTold.has(text);
  isTold.add(text);
  return isNew;
}

/** Whether an item shows by itself that its turn goes on. */
function isSeen(item: TimelineItem | undefined): boolean {
  return item?.kind === 'agent' ? item.isStreaming : item?.kind === 'tool' && item.durationMs === undefined && item.error === undefined;
}

function severalRow(several: string, groups: readonly Group[], isTold: Set<string>): SeveralRow {
  const asked = groups.filter((group) => group.several === several);
  return {
    kind: 'several',
    key: several,
    question: asked[0]!.items[0] as UserMessage,
    columns: asked.flatMap((group) => (group.turn ? [{ turn: group.turn, rows: rowsOf(group, { isTold, isQuestionShown: true }) }] : [])),
  };
}

/** A question to several agents is shown once, be it there already or on its way. */
function outgoingRows(outgoing: readonly OutgoingMessage[], isShown: Set<string>): OutgoingRow[] {
  return outgoing.flatMap((message) => {
    const several = severalOf(message.clientMessageId);
    if (several !== undefined && message.status !== 'failed') {
      if (isShown.has(several)) {
        return [];
      }

      isShown.add(several);
    }

    return [{ kind: 'outgoing' as const, key: `out:${message.clientMessageId}`, message }];
  });
}
