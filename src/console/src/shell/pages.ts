import { Activity, Bot, ChartColumn, type LucideIcon, Plug, ShieldQuestion } from 'lucide-react';
import type { ComponentType } from 'react';
import { WaitingCount } from '../approvals/WaitingCount';

export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** What there is to do on it, beside its title. */
  readonly count?: ComponentType;
}

/** The pages beside the conversations. */
export const pages: readonly PageLink[] = [
  { href: '/approvals', title: 'Approvals', icon: ShieldQuestion, count: WaitingCount },
  { href: '/agents', title: 'Agents', icon: Bot },
  { href: '/loops', title: 'Loops', icon: Activity },
  { href: '/providers', title: 'Providers', icon: Plug },
  { href: '/usage', title: 'Usage', icon: ChartColumn },
];
