import { lazy, Suspense, useSyncExternalStore } from 'react';
import { KeyDialog } from './KeyDialog';
import { overlay } from './overlay';

const Palette = lazy(async () => ({ default: (await import('./palette/Palette')).Palette }));
const HelpDialog = lazy(async () => ({ default: (await import('./HelpDialog')).HelpDialog }));

function close(): void {
  overlay.set(undefined);
}

/** What lies over the page, but for the drawer. */
export function Overlays() {
  const current = useSyncExternalStore(overlay.subscribe, overlay.get);
  return (
    <Suspense>
      {current === 'palette' && <Palette onClose={close} />}
      {current === 'help' && <HelpDialog onClose={close} />}
      {current === 'key' && <KeyDialog onClose={close} />}
    </Suspense>
  );
}
