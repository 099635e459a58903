import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Agent } from '../Agent';
import { IconButton } from '../../ui/IconButton';
import type { CommandName } from './commands';
import styles from './Composer.module.css';
import { Completions } from './Completions';
import { type Completion, completionsOf } from './completions';
import { drafts } from './drafts';
import { fieldId } from './fieldId';
import { mayTakeFocus } from './mayTakeFocus';
import { parseInput } from './parseInput';
import { useDraft } from './useDraft';
import { useRecall } from './useRecall';

interface Props {
  /** Under which name the draft is kept. */
  draftName: string;
  placeholder: string;
  agents: readonly Agent[];
  /** What was sent before, the latest first. */
  sent?: (() => readonly string[]) | undefined;
  /** Why nothing can be sent, and what to do; nothing when it can. */
  refusal?: ReactNode;
  /** Stops what runs; undefined when nothing does. */
  onStop?: (() => void) | undefined;
  /** What was typed stays until the promise is kept. */
  onSend: (text: string, agentId: string | undefined) => void | Promise<void>;
  /** Returns what is wrong with the argument; the command stays typed then. */
  onCommand: (name: CommandName, argument: string) => string | undefined;
  /** More to choose, left of the buttons. */
  children?: ReactNode;
}

/** Where a person types. Enter sends, Shift+Enter begins a line, Escape stops the running turn, ArrowUp brings back what was sent. */
export function Composer({ draftName, placeholder, agents, sent, refusal, onStop, onSend, onCommand, children }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft(draftName);
  const [problem, setProblem] = useState<string>();
  const [chosen, setChosen] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const recall = useRecall(sent);
  const completions = isClosed ? [] : completionsOf(text, agents);

  const change = (next: string) => {
    setText(next);
    setProblem(undefined);
    setChosen(0);
    setClosed(false);
  };
  const clear = () => {
    change('');
    recall.reset();
  };
  const complete = ({ text: next }: Completion) => {
    change(next);
    setClosed(!next.endsWith(' '));
    field.current?.focus();
  };
  const input = parseInput(text, agents);
  const isRefused = input.kind === 'message' && Boolean(refusal);
  const submit = () => {
    if (input.kind === 'unknownCommand') {
      setProblem(`There is no command /${input.name}. Type /help for those there are, or // to begin a message with a slash.`);
    } else if (input.kind === 'command') {
      const fault = onCommand(input.name, input.argument);
      if (fault === undefined) {
        clear();
      } else {
        setProblem(fault);
      }
    } else if (input.kind === 'message' && !isRefused) {
      const sending = onSend(input.text, input.agentId);
      if (sending) {
        // What was typed since is the next message.
        sending.then(() => drafts.get(draftName) === text && clear(), () => undefined);
      } else {
        clear();
      }
    }
  };
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Keys that belong to an input method, such as the Enter that takes a word, are not ours.
    if (event.nativeEvent.isComposing || event.keyCode === 229) {
      return;
    }

    const at = completions[chosen];
    const turned = recall.turn(event.key, text);
    if (at && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : completions.length - 1)) % completions.length);
    } else if (at && (event.key === 'Tab' || (event.key === 'Enter' && at.text.trim() !== text.trim()))) {
      complete(at);
    } else if (at && event.key === 'Escape') {
      setClosed(true);
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      submit();
    } else if (turned !== undefined) {
      change(turned);
    } else {
      return;
    }

    event.preventDefault();
  };

  return (
    <form
      className={styles.composer}
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {completions.length > 0 && <Completions id={`${id}-list`} completions={completions} chosen={chosen} onChoose={complete} />}
      <textarea
        ref={field}
        id={fieldId(draftName)}
        className={styles.field}
        value={text}
        rows={1}
        // On a phone the keyboard would cover the page.
        autoFocus={mayTakeFocus()}
        dir="auto"
        placeholder={placeholder}
        aria-label="Message"
        aria-autocomplete="list"
        aria-controls={completions.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={completions.length > 0 ? `${id}-list-${chosen}` : undefined}
        aria-describedby={problem ? `${id}-problem` : refusal ? `${id}-refusal` : undefined}
        onChange={(event) => change(event.target.value)}
        onKeyDown={handleKey}
      />
      <div className={styles.controls}>
        <div className={styles.choices}>{children}</div>
        {onStop && (
          <IconButton label="Stop" shortcut="Esc" variant="secondary" onClick={onStop}>
            <Square aria-hidden className={styles.stop} />
          </IconButton>
        )}
        <IconButton label="Send" shortcut="Enter" variant="primary" type="submit" aria-disabled={input.kind === 'empty' || isRefused || undefined}>
          <ArrowUp aria-hidden />
        </IconButton>
      </div>
      {refusal && (
        <p id={`${id}-refusal`} role="status" className={styles.refusal}>
          {refusal}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </form>
  );
}
