import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Select.module.css';
import { classes } from './classes';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** What it means, in small print. */
  readonly description?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

interface SelectProps<Value extends string> {
  /** What is chosen here: shown above it, or only heard when `isLabelHidden`. */
  label: string;
  isLabelHidden?: boolean | undefined;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  /** Default `medium`. */
  size?: 'small' | 'medium' | undefined;
  isDisabled?: boolean | undefined;
}

/** One choice of several. */
export function Select<Value extends string>({ label, isLabelHidden, value, onChange, options, size, isDisabled = false }: SelectProps<Value>) {
  return (
    <div className={styles.field}>
      <Base.Root
        items={options.map((option) => ({ value: option.value, label: option.label }))}
        value={value}
        onValueChange={(next) => next !== null && onChange(next)}
        disabled={isDisabled}
        modal={false}
      >
        {!isLabelHidden && <Base.Label className={styles.label}>{label}</Base.Label>}
        <Base.Trigger className={classes(styles.trigger, size === 'small' && styles.small)} aria-label={isLabelHidden ? label : undefined}>
          <Base.Value className={styles.value} />
          <Base.Icon className={styles.icon}>
            <ChevronsUpDown aria-hidden />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className={styles.positioner}>
            <Base.Popup className={styles.popup}>
              <Base.List className={styles.list}>
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} disabled={option.isDisabled ?? false} className={styles.item}>
                    <Base.ItemIndicator className={styles.indicator}>
                      <Check aria-hidden />
                    </Base.ItemIndicator>
                    <span className={styles.text}>
                      <Base.ItemText>{option.label}</Base.ItemText>
                      {option.description && <span className={styles.description}>{option.description}</span>}
                    </span>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
