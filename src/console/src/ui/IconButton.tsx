import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactNode } from 'react';
import type { ButtonLook } from './Button';
import { Button } from './Button';
import styles from './IconButton.module.css';
import { classes } from './classes';
import { TooltipPopup } from './TooltipPopup';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'>, ButtonLook {
  /** What it does: its name for those who hear it, and its tooltip. */
  label: string;
  /** The keys that do the same, shown in the tooltip. */
  shortcut?: string | undefined;
  isPending?: boolean | undefined;
  /** The sign. */
  children: ReactNode;
}

/** A button that is one sign. */
export function IconButton({ label, shortcut, variant = 'ghost', size, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={<Button {...rest} variant={variant} size={size} className={classes(styles.icon, styles[size ?? 'medium'], className)} aria-label={label} />}
      >
        {children}
      </Tooltip.Trigger>
      <TooltipPopup label={label} shortcut={shortcut} />
    </Tooltip.Root>
  );
}
