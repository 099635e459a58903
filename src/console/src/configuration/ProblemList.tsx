import { Note } from '../ui/Note';
import type { ConfigurationProblem } from '@aiwhisperer/client';
import styles from './ProblemList.module.css';

interface ProblemListProps {
  label: string;
  problems: readonly ConfigurationProblem[];
  /** Called with the line of a problem that is chosen; without it the places are plain text. */
  onChoose?: (problem: ConfigurationProblem) => void;
}

/** What is wrong in configuration files: where, which key, what, and what to do. */
export function ProblemList({ label, problems, onChoose }: ProblemListProps) {
  return (
    <ul className={styles.problems} aria-label={label}>
      {problems.map((problem, index) => (
        <li key={index}>
          <Note tone={problem.fallsBack ? 'warning' : 'danger'}>
            <p className={styles.place}>
              <Place problem={problem} onChoose={onChoose} />
              {problem.key && <code>{problem.key}</code>}
            </p>
            <p>{problem.message}</p>
            <p className={styles.remedy}>{problem.remedy}</p>
          </Note>
        </li>
      ))}
    </ul>
  );
}

function Place({ problem, onChoose }: { problem: ConfigurationProblem; onChoose: ProblemListProps['onChoose'] }) {
  return onChoose ? (
    <button type="button" className={styles.choose} onClick={() => onChoose(problem)}>
      Line {problem.line}
    </button>
  ) : (
    <strong>
      {problem.file}, line {problem.line}
    </strong>
  );
}
