import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from '../ui/IconButton';
import { Menu, MenuItem } from '../ui/Menu';
import styles from './ThemeMenu.module.css';
import { type Theme, theme } from './theme';

export const themes: readonly { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
];

export function ThemeMenu() {
  const current = useSyncExternalStore(theme.subscribe, theme.get);
  const Icon = themes.find(({ value }) => value === current)!.icon;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Colours">
          <Icon aria-hidden />
        </IconButton>
      }
    >
      {themes.map(({ value, label, icon: Sign }) => (
        <MenuItem key={value} icon={<Sign />} onSelect={() => theme.set(value)}>
          {label}
          {value === current && <Check className={styles.chosen} role="img" aria-label="chosen" />}
        </MenuItem>
      ))}
    </Menu>
  );
}
