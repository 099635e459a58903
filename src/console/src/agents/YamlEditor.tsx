import { useRef, type Ref } from 'react';
import styles from './YamlEditor.module.css';

interface YamlEditorProps {
  ref: Ref<HTMLTextAreaElement>;
  value: string;
  onChange: (value: string) => void;
  /** Their numbers stand out. */
  faultyLines: readonly number[];
}

/** A text area with line numbers. */
export function YamlEditor({ ref, value, onChange, faultyLines }: YamlEditorProps) {
  const numbers = useRef<HTMLDivElement>(null);
  const lines = value.split('\n').length;
  return (
    <div className={styles.editor}>
      <div ref={numbers} className={styles.numbers} aria-hidden>
        {Array.from({ length: lines }, (_, index) => (
          <span key={index} className={faultyLines.includes(index + 1) ? styles.faulty : undefined}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={ref}
        className={styles.text}
        aria-label="Text of an agents file"
        value={value}
        rows={Math.min(Math.max(lines, 8), 24)}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          numbers.current!.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
