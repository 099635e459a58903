import { classes } from '../../ui/classes';
import styles from './Composer.module.css';
import type { Completion } from './completions';

interface Props {
  id: string;
  completions: readonly Completion[];
  chosen: number;
  onChoose: (completion: Completion) => void;
}

/** The ways to go on, above the field; the focus stays in the field. */
export function Completions({ id, completions, chosen, onChoose }: Props) {
  return (
    <ul id={id} role="listbox" aria-label="Suggestions" className={styles.completions}>
      {completions.map((completion, index) => (
        <li
          key={completion.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className={classes(styles.completion, index === chosen && styles.chosen)}
          // The field must not lose the focus by it.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(completion);
          }}
        >
          <code>{completion.label}</code>
          <span>{completion.description}</span>
        </li>
      ))}
    </ul>
  );
}
