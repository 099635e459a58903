import { Menu } from '@base-ui/react/menu';
import { AtSign, Check, ChevronDown } from 'lucide-react';
import type { Agent } from '../Agent';
import { AgentAvatar } from '../../ui/AgentAvatar';
import { Button } from '../../ui/Button';
import styles from './RecipientPicker.module.css';

interface Props {
  agents: readonly Agent[];
  active: Agent | undefined;
  /** The ids that are chosen; empty for the active agent. */
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** Whom the next message is for: the active agent, another one, or several at once. */
export function RecipientPicker({ agents, active, chosen, onChange }: Props) {
  const shown = chosen.length === 0 ? active : agents.find((agent) => agent.id === chosen[0]);
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button variant="ghost" size="small" className={styles.trigger} aria-label={`To: ${wordsOf(chosen, shown)}`} />}>
        <AtSign size={14} aria-hidden /> <span>To:</span>
        {chosen.length < 2 && shown && <AgentAvatar agent={shown} size="small" />}
        <span className={styles.recipient}>{wordsOf(chosen, shown)}</span>
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" side="top" className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            <Menu.Group>
              <Menu.GroupLabel className={styles.label}>For this message only. Choose several to compare their answers.</Menu.GroupLabel>
              {agents.map((agent) => (
                <Menu.CheckboxItem
                  key={agent.id}
                  className={styles.item}
                  checked={chosen.includes(agent.id)}
                  onCheckedChange={(isChosen) => onChange(isChosen ? [...chosen, agent.id] : chosen.filter((id) => id !== agent.id))}
                  closeOnClick={false}
                >
                  <span className={styles.check}>
                    <Menu.CheckboxItemIndicator>
                      <Check size={14} aria-hidden />
                    </Menu.CheckboxItemIndicator>
                  </span>
                  <AgentAvatar agent={agent} size="small" />
                  <span>{agent.name}</span>
                  {agent.id === active?.id && <span className={styles.hint}>active</span>}
                </Menu.CheckboxItem>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function wordsOf(chosen: readonly string[], shown: Agent | undefined): string {
  return chosen.length > 1 ? `${chosen.length} agents, side by side` : (shown?.name ?? 'the active agent');
}
