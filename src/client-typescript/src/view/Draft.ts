import type { AgentMessage, Approval, Notice, SessionUsage, SessionView, TimelineItem, ToolCall, TurnState } from './view.js';

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

  get standing(): readonly Approval[] {
    return this.#fields.standing ?? this.#from.standing;
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

  /** The message that is being written, if it is. */
  written(messageId: string): AgentMessage | undefined {
    const item = this.timeline[this.#placeOfWritten(messageId)];
    return item?.kind === 'agent' ? item : undefined;
  }

  /** The item; looked for from the end, where what changes is. */
  find<K extends TimelineItem['kind']>(kind: K, key: string): Extract<TimelineItem, { kind: K }> | undefined {
    return this.timeline.findLast((item) => item.kind === kind && item.key === key) as Extract<TimelineItem, { kind: K }> | undefined;
  }

  findCallAsked(approvalId: string): ToolCall | undefined {
    return this.timeline.findLast((item) => item.kind === 'tool' && item.approval?.approvalId === approvalId) as ToolCall | undefined;
  }

  /** Puts an item of the log behind the others: before what is being written, which will come into the log after it. */
  append(item: TimelineItem): void {
    this.#ownTimeline().splice(this.#beginOfWritten(), 0, item);
  }

  replace(before: TimelineItem, item: TimelineItem): void {
    this.#ownTimeline()[this.timeline.lastIndexOf(before)] = item;
  }

  /** Puts a message that is being written in its place. */
  write(message: AgentMessage): void {
    const place = this.#placeOfWritten(message.key);
    const timeline = this.#ownTimeline();
    timeline[place < 0 ? timeline.length : place] = message;
  }

  /** Takes a message away that is being written, if it is. */
  drop(messageId: string): void {
    const place = this.#placeOfWritten(messageId);
    if (place >= 0) {
      this.#ownTimeline().splice(place, 1);
    }
  }

  /** Takes away what is being written in a turn. */
  dropOf(turnId: string | undefined): void {
    const written = this.timeline.slice(this.#beginOfWritten()).filter((item) => item.turnId === turnId);
    written.forEach(({ key }) => this.drop(key));
  }

  change(change: (item: TimelineItem) => TimelineItem): void {
    this.#timeline = this.#fields.timeline = this.timeline.map(change);
  }

  notice(notice: Omit<Notice, 'kind' | 'key'>): void {
    this.append({ kind: 'notice', key: `${notice.event}:${notice.seq}`, ...notice });
  }

  #ownTimeline(): TimelineItem[] {
    return (this.#timeline ??= this.#fields.timeline = this.#from.timeline.slice());
  }

  /** What is being written stands at the end, in the order in which it began. */
  #beginOfWritten(): number {
    return this.timeline.findLastIndex((item) => item.kind !== 'agent' || !item.isStreaming) + 1;
  }

  #placeOfWritten(messageId: string): number {
    for (let place = this.timeline.length - 1; place >= 0; place--) {
      const item = this.timeline[place];
      if (item?.kind !== 'agent' || !item.isStreaming) {
        break;
      }

      if (item.key === messageId) {
        return place;
      }
    }

    return -1;
  }
}
