import type { SessionRecord } from '@aiwhisperer/client';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { AgentAvatar } from '../ui/AgentAvatar';
import { IconButton } from '../ui/IconButton';
import { Menu, MenuItem } from '../ui/Menu';
import { RelativeTime } from '../ui/RelativeTime';
import { classes } from '../ui/classes';
import { RenameField } from './RenameField';
import styles from './SessionItem.module.css';
import { SessionStateBadge } from './SessionStateBadge';
import { titleOf } from './titleOf';

interface SessionItemProps {
  session: SessionRecord;
  agent: ComponentProps<typeof AgentAvatar>['agent'];
  /** How many questions wait for a person. */
  waiting: number;
  /** Whether it is the page in sight. */
  isOpen: boolean;
  /** Whether the Tab key stops here. */
  isReachable: boolean;
  onFocus: () => void;
  onDelete: () => void;
}

export function SessionItem({ session, agent, waiting, isOpen, isReachable, onFocus, onDelete }: SessionItemProps) {
  const link = useRef<HTMLAnchorElement>(null);
  const [isRenaming, setRenaming] = useState(false);
  const tabIndex = isReachable ? 0 : -1;

  const act = (event: KeyboardEvent) => {
    if (event.key === 'F2') {
      setRenaming(true);
    } else if (event.key === 'Delete') {
      onDelete();
    } else {
      return;
    }

    event.preventDefault();
  };
  const endRenaming = () => {
    setRenaming(false);
    requestAnimationFrame(() => link.current?.focus());
  };

  return (
    <li className={classes(styles.item, isOpen && styles.open)} onFocus={onFocus}>
      {isRenaming ? (
        <RenameField session={session} onEnd={endRenaming} />
      ) : (
        <>
          <Link ref={link} href={`/sessions/${session.id}`} className={styles.link} tabIndex={tabIndex} aria-current={isOpen ? 'page' : undefined} onKeyDown={act}>
            <AgentAvatar agent={agent} size="small" />
            <span className={styles.title}>{titleOf(session)}</span>
            <span className={styles.state}>
              <SessionStateBadge session={session} waiting={waiting} />
              {waiting === 0 && session.openTurns === 0 && !session.isClosed && (
                <span className={styles.age}>
                  <RelativeTime at={session.updatedAt} />
                </span>
              )}
            </span>
          </Link>
          <span className={styles.menu}>
            <Menu
              align="end"
              trigger={
                <IconButton label={`More for ${titleOf(session)}`} size="small" tabIndex={tabIndex}>
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
                Rename
              </MenuItem>
              <MenuItem icon={<Trash2 />} isDanger onSelect={onDelete}>
                Delete
              </MenuItem>
            </Menu>
          </span>
        </>
      )}
    </li>
  );
}
