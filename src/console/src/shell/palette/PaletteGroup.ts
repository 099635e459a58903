import type { ReactNode } from 'react';

export interface PaletteItem {
  readonly value: string;
  readonly label: string;
  /** A few words beside it. */
  readonly hint?: string | undefined;
  readonly icon: ReactNode;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly value: string;
  readonly items: readonly PaletteItem[];
}
