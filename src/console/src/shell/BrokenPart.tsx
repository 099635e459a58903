import { EmptyState } from '../ui/EmptyState';
import { StartAnew } from './StartAnew';

/** Stands where a part of the page could not be loaded, or failed. */
export function BrokenPart() {
  return (
    <div role="alert">
      <EmptyState title="This could not be shown" remedy="A part of the page could not be loaded, or failed. Trying again loads the page anew.">
        <StartAnew />
      </EmptyState>
    </div>
  );
}
