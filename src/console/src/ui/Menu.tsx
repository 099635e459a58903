import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './Menu.module.css';
import { classes } from './classes';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Default `start`. */
  align?: 'start' | 'end' | undefined;
  children: ReactNode;
}

/** A menu of things to do, of MenuItems. */
export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className={styles.positioner}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  isDanger?: boolean | undefined;
  isDisabled?: boolean | undefined;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, isDanger, isDisabled = false, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item className={classes(styles.item, isDanger && styles.danger)} disabled={isDisabled} onClick={onSelect}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      {children}
    </Base.Item>
  );
}
