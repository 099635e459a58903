import { Image, Mail } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { LinkDialog } from './LinkDialog';
import styles from './Markdown.module.css';
import { safeLink, showInvisible } from './safeLink';
import { textOf } from './textOf';

interface Props {
  address: string | undefined;
  isImage?: boolean;
  children: ReactNode;
}

/**
 * A link, or the address of an image, in a model's text. The page never has the address as one that a browser follows: a click shows it
 * first. What cannot be opened safely is text.
 */
export function ExternalLink({ address, isImage = false, children }: Props) {
  const [isAsking, setAsking] = useState(false);
  const text = textOf(children);
  const link = safeLink(address, isImage ? '' : text);
  const shown = isImage ? showInvisible(text) : children;
  if (!link) {
    return isImage ? <span className={styles.chip}><Image size={14} aria-hidden /> {shown}</span> : <span>{shown}</span>;
  }

  return (
    <>
      <button type="button" className={isImage ? styles.chip : styles.link} onClick={() => setAsking(true)} title={link.href}>
        {isImage && <Image size={14} aria-hidden />}
        {link.href.startsWith('mailto:') && <Mail size={14} aria-hidden />} {shown}
      </button>
      {isAsking && <LinkDialog link={link} onClose={() => setAsking(false)} />}
    </>
  );
}
