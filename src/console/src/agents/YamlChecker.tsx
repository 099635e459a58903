import { useRef, useState } from 'react';
import { ProblemList } from '../configuration/ProblemList';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { Note } from '../ui/Note';
import { Panel } from '../ui/Panel';
import { useYamlCheck } from './useYamlCheck';
import styles from './YamlChecker.module.css';
import { YamlEditor } from './YamlEditor';

const example = `# The text of a file in config/agents
carol:
  name: "Carol the Critic"
  prompt: You find what is wrong with a text, and say how to mend it.
  ai_config:
    provider: offline
    model: offline-full
`;

/** Tries an agents file without using it. */
export function YamlChecker() {
  const editor = useRef<HTMLTextAreaElement>(null);
  const [yaml, setYaml] = useState(example);
  const check = useYamlCheck();
  const result = check.data;

  const change = (text: string) => {
    setYaml(text);
    check.reset();
  };

  return (
    <Panel
      title="Check a file"
      aside={
        <Button variant="primary" size="small" isPending={check.isPending} onClick={() => check.mutate(yaml)}>
          Check
        </Button>
      }
    >
      <p className={styles.about}>Paste the text of an agents file: the server says what it would make of it. Nothing is saved or used.</p>
      <YamlEditor ref={editor} value={yaml} onChange={change} faultyLines={result?.problems.map((problem) => problem.line) ?? []} />
      {check.error != null && <ErrorNote error={check.error} />}
      {result?.valid && (
        <Note tone="success" isLive>
          Nothing is wrong with it. It declares {result.agents.map((agent) => agent.id).join(', ') || 'no agent'}.
        </Note>
      )}
      {result && !result.valid && (
        <div role="status">
          <ProblemList label="Problems of the text" problems={result.problems} onChoose={({ line }) => selectLine(editor.current, line)} />
        </div>
      )}
    </Panel>
  );
}

function selectLine(editor: HTMLTextAreaElement | null, line: number) {
  if (editor) {
    const lines = editor.value.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    editor.focus();
    editor.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }
}
