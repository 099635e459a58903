import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classes } from './classes';

export interface ButtonLook {
  /** `primary` for the one thing a person most likely wants here, `danger` for what cannot be undone. Default `secondary`. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | undefined;
  /** Default `medium`. */
  size?: 'small' | 'medium' | undefined;
}

interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Whether what it started still runs: it then takes no second click, and keeps the focus. */
  isPending?: boolean | undefined;
}

export function Button({ variant, size, isPending, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={buttonClass({ variant, size }, className)}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

/** How a button looks, for links that look like one. */
export function buttonClass({ variant = 'secondary', size = 'medium' }: ButtonLook = {}, className?: string): string {
  return classes(styles.button, styles[variant], styles[size], className);
}
