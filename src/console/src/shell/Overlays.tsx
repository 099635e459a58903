import { Suspense, useSyncExternalStore } from 'react';
import { lazyPart } from '../lazyPart';
import { Dialog } from '../ui/Dialog';
import { FaultBoundary } from '../ui/FaultBoundary';
import { BrokenPart } from './BrokenPart';
import { KeyDialog } from './KeyDialog';
import { overlay } from './overlay';

const Palette = lazyPart(async () => (await import('./palette/Palette')).Palette);
const HelpDialog = lazyPart(async () => (await import('./HelpDialog')).HelpDialog);

function close(): void {
  overlay.set(undefined);
}

/** What lies over the page, but for the drawer. */
export function Overlays() {
  const current = useSyncExternalStore(overlay.subscribe, overlay.get);
  return (
    <FaultBoundary key={current ?? 'none'} instead={() => <Broken />}>
      <Suspense>
        {current === 'palette' && <Palette onClose={close} />}
        {current === 'help' && <HelpDialog onClose={close} />}
        {current === 'key' && <KeyDialog onClose={close} />}
      </Suspense>
    </FaultBoundary>
  );
}

function Broken() {
  return (
    <Dialog isOpen onOpenChange={close} title="This could not be opened">
      <BrokenPart />
    </Dialog>
  );
}
