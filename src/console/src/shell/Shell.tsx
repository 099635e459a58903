import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Drawer } from './Drawer';
import { Overlays } from './Overlays';
import styles from './Shell.module.css';
import { Sidebar } from './Sidebar';
import { TopBar } from './TopBar';
import { overlay } from './overlay';
import { pages } from './pages';
import { useMediaQuery } from './useMediaQuery';
import { usePageTitle } from './usePageTitle';
import { useShellKeys } from './useShellKeys';

const content = 'content';

/** The frame of every page: conversations and pages on the left, the page on the right. */
export function Shell({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  const title = usePageTitle();
  const hasOwnTitle = pages.some(({ href }) => href === location);
  const isNarrow = useMediaQuery('(max-width: 52rem)');
  const isDrawerOpen = useSyncExternalStore(overlay.subscribe, overlay.get) === 'drawer';
  useShellKeys();

  useEffect(() => {
    if (overlay.get() === 'drawer') {
      overlay.set(undefined);
    }
  }, [location]);

  return (
    <div className={styles.shell}>
      <a href={`#${content}`} className={styles.skip} onClick={skip}>
        Skip to the page
      </a>
      {!isNarrow && (
        <aside className={styles.sidebar} aria-label="Conversations and pages">
          <Sidebar />
        </aside>
      )}
      {isNarrow && isDrawerOpen && (
        <Drawer onClose={() => overlay.set(undefined)}>
          <Sidebar />
        </Drawer>
      )}
      <div className={styles.page}>
        <TopBar title={hasOwnTitle ? '' : title} hasDrawer={isNarrow} />
        <main id={content} className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Overlays />
    </div>
  );
}

/** The address stays as it is: only the focus moves. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById(content)?.focus();
}
