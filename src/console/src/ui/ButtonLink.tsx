import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { buttonClass, type ButtonLook } from './Button';

interface ButtonLinkProps extends ButtonLook {
  href: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A link to a page of the console that looks like a button. */
export function ButtonLink({ href, variant, size, className, children }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonClass({ variant, size }, className)}>
      {children}
    </Link>
  );
}
