import { type ComponentProps, useId } from 'react';
import styles from './TextField.module.css';
import { classes } from './classes';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'size'> {
  label: string;
  isLabelHidden?: boolean | undefined;
  /** What to enter, in small print. */
  description?: string | undefined;
  /** What is wrong with what was entered. */
  error?: string | undefined;
}

/** One line of text. */
export function TextField({ label, isLabelHidden, description, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const about = classes(description !== undefined && `${id}-description`, error !== undefined && `${id}-error`);
  return (
    <div className={classes(styles.field, className)}>
      <label htmlFor={id} className={classes(styles.label, isLabelHidden && 'visually-hidden')}>
        {label}
      </label>
      <input id={id} type="text" className={styles.input} aria-invalid={error !== undefined || undefined} aria-describedby={about || undefined} {...rest} />
      {description !== undefined && (
        <p id={`${id}-description`} className={styles.description}>
          {description}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
