import type { AgentMessage, Approval, Notice, SessionUsage, SessionView, TimelineItem, ToolCall, TurnState, UserMessage } from './view.js';

/**
 * A view while events are taken into it. What is changed is copied once, whatever the number of events; what is not keeps its identity.
 */
export class Draft {
  readonly #from: SessionView;
  readonly #fields: { -readonly [K in keyof SessionView]?: SessionView[K] } = {};
  #timeline: TimelineItem[] | undefined;
  #turns: Record<string, TurnState> | undefined;

  constructor(from: SessionView) {
    this.#from = from;
  }

  get(): SessionView {
    return { ...this.#from, ...this.#fields };
  }

  set(fields: Partial<SessionView>): void {
    Object.assign(this.#fields, fields);
  }

  get approvals(): readonly Approval[] {
    return this.#fields.approvals ?? this.#from.approvals;
  }

  get openTurns(): readonly string[] {
    return this.#fields.openTurns ?? this.#from.openTurns;
  }

  get usage(): SessionUsage {
    return this.#fields.usage ?? this.#from.usage;
  }

  get title(): string {
    return this.#fields.title ?? this.#from.title;
  }

  get timeline(): readonly TimelineItem[] {
    return this.#timeline ?? this.#from.timeline;
  }

  turn(turnId: string): TurnState | undefined {
    return (this.#turns ?? this.#from.turns)[turnId];
  }

  setTurn(turn: TurnState): void {
    this.#turns ??= this.#fields.turns = { ...this.#from.turns };
    this.#turns[turn.turnId] = turn;
  }

  changeTurn(turnId: string | undefined, change: Partial<TurnState>): void {
    const turn = turnId === undefined ? undefined : this.turn(turnId);
    if (turn) {
      this.setTurn({ ...turn, ...change });
    }
  }

  /** Where the item is; looked for from the end, where what changes is. */
  indexOf(key: string): number {
    return this.timeline.findLastIndex((item) => item.key === key);
  }

  user(messageId: string): UserMessage | undefined {
    const item = this.timeline[this.indexOf(messageId)];
    return item?.kind === 'user' ? item : undefined;
  }

  agent(messageId: string): AgentMessage | undefined {
    const item = this.timeline[this.indexOf(messageId)];
    return item?.kind === 'agent' ? item : undefined;
  }

  tool(key: string): ToolCall | undefined {
    const item = this.timeline[this.indexOf(key)];
    return item?.kind === 'tool' ? item : undefined;
  }

  /** Puts an item in place of the one with its key, or where it belongs: what is still being written stands behind what is in the log. */
  put(item: TimelineItem): void {
    const timeline = this.#ownTimeline();
    const index = this.indexOf(item.key);
    const before = timeline[index];
    if (before && isStreaming(before) === isStreaming(item)) {
      timeline[index] = item;
      return;
    }

    if (before) {
      timeline.splice(index, 1);
    }

    timeline.splice(isStreaming(item) ? timeline.length : timeline.findLastIndex((other) => !isStreaming(other)) + 1, 0, item);
  }

  remove(matches: (item: TimelineItem) => boolean): void {
    if (this.timeline.some(matches)) {
      this.#timeline = this.#fields.timeline = this.timeline.filter((item) => !matches(item)) as TimelineItem[];
    }
  }

  change(change: (item: TimelineItem) => TimelineItem): void {
    this.#timeline = this.#fields.timeline = this.timeline.map(change);
  }

  notice(notice: Omit<Notice, 'kind' | 'key'>): void {
    this.put({ kind: 'notice', key: `${notice.event}:${notice.seq}`, ...notice });
  }

  #ownTimeline(): TimelineItem[] {
    return (this.#timeline ??= this.#fields.timeline = [...this.#from.timeline]);
  }
}

function isStreaming(item: TimelineItem): boolean {
  return item.kind === 'agent' && item.isStreaming;
}
