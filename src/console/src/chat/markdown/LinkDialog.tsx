import { TriangleAlert } from 'lucide-react';
import { Button, buttonClass } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { Dialog } from '../../ui/Dialog';
import styles from './Markdown.module.css';
import type { SafeLink } from './safeLink';

/** Shows where a link of a model's text goes, all of it, before it is opened. */
export function LinkDialog({ link, onClose }: { link: SafeLink; onClose: () => void }) {
  const isMail = link.href.startsWith('mailto:');
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isMail ? 'Write this mail?' : `Open ${link.target}?`}
      description="An agent wrote this address. Open it only if you know where it goes."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <a className={buttonClass({ variant: 'primary' })} href={link.href} target="_blank" rel="noopener noreferrer" onClick={onClose}>
            {isMail ? 'Open the mail program' : 'Open in a new tab'}
          </a>
        </>
      }
    >
      <div className={styles.address}>
        <code>{link.href}</code>
        <CopyButton text={link.href} label="Copy the address" />
      </div>
      {link.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <TriangleAlert size={16} aria-hidden /> {warning}
        </p>
      ))}
    </Dialog>
  );
}
