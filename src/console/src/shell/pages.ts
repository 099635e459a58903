import { Activity, Bot, ChartColumn, type LucideIcon, Plug } from 'lucide-react';

export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly icon: LucideIcon;
}

/** The pages beside the conversations. */
export const pages: readonly PageLink[] = [
  { href: '/agents', title: 'Agents', icon: Bot },
  { href: '/loops', title: 'Loops', icon: Activity },
  { href: '/providers', title: 'Providers', icon: Plug },
  { href: '/usage', title: 'Usage', icon: ChartColumn },
];
