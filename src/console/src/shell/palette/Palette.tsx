import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import styles from './Palette.module.css';
import type { PaletteGroup, PaletteItem } from './PaletteGroup';
import { usePaletteGroups } from './usePaletteGroups';

/** Everything that can be gone to or done, by typing a part of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const groups = usePaletteGroups(typed);

  const choose = (item: PaletteItem) => {
    onClose();
    item.run();
  };

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label="Command palette" initialFocus={input}>
          <Autocomplete.Root open inline autoHighlight="always" keepHighlight items={groups} value={typed} onValueChange={setTyped} itemToStringValue={(item: PaletteItem) => item.label}>
            <div className={styles.search}>
              <Search aria-hidden />
              <Autocomplete.Input ref={input} className={styles.input} aria-label="Where to go, or what to do" placeholder="Where to go, or what to do" />
            </div>
            <Autocomplete.Empty>
              <p className={styles.empty}>Nothing is called so. Try a page, an agent or the title of a conversation.</p>
            </Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(group: PaletteGroup) => (
                <Autocomplete.Group key={group.value} items={group.items} className={styles.group}>
                  <Autocomplete.GroupLabel className={styles.label}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: PaletteItem) => (
                      <Autocomplete.Item key={item.value} value={item} className={styles.item} onClick={() => choose(item)}>
                        <span className={styles.icon} aria-hidden>
                          {item.icon}
                        </span>
                        <span className={styles.text}>{item.label}</span>
                        <span className={styles.hint}>{item.hint}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
          <Dialog.Close className="visually-hidden">Close the palette</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
