import { Dialog } from '../ui/Dialog';
import { Keys } from '../ui/Keys';
import styles from './HelpDialog.module.css';
import { shortcutGroups } from './shortcuts';

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog isOpen onOpenChange={onClose} title="Keyboard shortcuts" size="large">
      {shortcutGroups.map(({ title, shortcuts }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.list}>
            {shortcuts.map(({ keys, does }) => (
              <div key={does} className={styles.row}>
                <dt className={styles.keys}>
                  {keys.map((key) => (
                    <Keys key={key} keys={key} />
                  ))}
                </dt>
                <dd className={styles.does}>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={styles.more}>
        The API is at <a href="/swagger">/swagger</a>.
      </p>
    </Dialog>
  );
}
