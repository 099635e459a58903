import { Tooltip } from '@base-ui/react/tooltip';
import { Keys } from './Keys';
import styles from './TooltipPopup.module.css';

/** What a tooltip says; stands inside a Tooltip.Root. */
export function TooltipPopup({ label, shortcut }: { label: string; shortcut?: string | undefined }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Positioner sideOffset={6} className={styles.positioner}>
        <Tooltip.Popup className={styles.popup}>
          {label}
          {shortcut && <Keys keys={shortcut} />}
        </Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  );
}
