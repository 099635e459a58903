import { SquarePen } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { SessionList } from '../sessions/SessionList';
import { ButtonLink } from '../ui/ButtonLink';
import styles from './Sidebar.module.css';
import { pages } from './pages';

/** The conversations and the pages. */
export function Sidebar() {
  const [location] = useLocation();
  return (
    <div className={styles.sidebar}>
      <Link href="/" className={styles.brand}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        AIWhisperer
      </Link>
      <ButtonLink href="/" variant={location === '/' ? 'secondary' : 'primary'}>
        <SquarePen aria-hidden />
        New conversation
      </ButtonLink>
      <SessionList />
      <nav aria-label="Pages" className={styles.pages}>
        {pages.map(({ href, title, icon: Icon, count: Count }) => (
          <Link key={href} href={href} className={styles.page} aria-current={href === location ? 'page' : undefined}>
            <Icon aria-hidden />
            {title}
            {Count && <Count />}
          </Link>
        ))}
      </nav>
    </div>
  );
}
