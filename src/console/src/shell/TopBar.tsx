import { CircleHelp, PanelLeft, Search } from 'lucide-react';
import { Button } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import { Keys } from '../ui/Keys';
import { ConnectionBadge } from './ConnectionBadge';
import { ThemeMenu } from './ThemeMenu';
import styles from './TopBar.module.css';
import { overlay } from './overlay';

interface TopBarProps {
  title: string;
  /** Whether the sidebar has to be opened from here. */
  hasDrawer: boolean;
}

/** Where one is, whether the server is heard, and what is at hand on every page. */
export function TopBar({ title, hasDrawer }: TopBarProps) {
  return (
    <header className={styles.bar}>
      {hasDrawer && (
        <IconButton label="Conversations and pages" onClick={() => overlay.set('drawer')}>
          <PanelLeft aria-hidden />
        </IconButton>
      )}
      <span className={styles.title}>{title}</span>
      <ConnectionBadge />
      {hasDrawer ? (
        <IconButton label="Go to or do" onClick={() => overlay.set('palette')}>
          <Search aria-hidden />
        </IconButton>
      ) : (
        <Button size="small" className={styles.palette} onClick={() => overlay.set('palette')}>
          <Search aria-hidden />
          Go to or do
          <Keys keys="Mod+K" />
        </Button>
      )}
      <ThemeMenu />
      {!hasDrawer && (
        <IconButton label="Keyboard shortcuts" shortcut="?" onClick={() => overlay.set('help')}>
          <CircleHelp aria-hidden />
        </IconButton>
      )}
    </header>
  );
}
