import { Dialog } from '../ui/Dialog';
import { Keys } from '../ui/Keys';
import { commands } from './composer/commands';
import styles from './HelpDialog.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['Enter', 'Send'],
  ['Shift+Enter', 'Begin a new line'],
  ['Esc', 'Stop the running turn'],
  ['↑', 'In an empty field: bring back what was sent'],
  ['Tab', 'Take the suggestion for a command or an agent'],
];

/** The commands and keys of a chat. */
export function HelpDialog({ agents, onClose }: { agents: readonly { id: string; name: string; shortcut?: string | null | undefined }[]; onClose: () => void }) {
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Commands and keys" description="Type a command instead of a message.">
      <dl className={styles.list}>
        {Object.values(commands).map(({ usage, description }) => (
          <div key={usage}>
            <dt>
              <code>{usage}</code>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
        <div>
          <dt>
            <code>@agent text</code>
          </dt>
          <dd>Send one message to another agent</dd>
        </div>
        {keys.map(([key, description]) => (
          <div key={key}>
            <dt>
              <Keys keys={key} />
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
        {agents.map(
          ({ id, name, shortcut }) =>
            shortcut && (
              <div key={id}>
                <dt>
                  <Keys keys={`Alt+${shortcut.toUpperCase()}`} />
                </dt>
                <dd>Switch to {name}</dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  );
}
