import { Image, Mail } from 'lucide-react';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { LinkDialog } from './LinkDialog';
import styles from './Markdown.module.css';
import { safeLink, showInvisible } from './safeLink';
import { textOf } from './textOf';

/** Whether what is drawn stands in a link: an image there is its words, for the link is what can be pressed. */
const InLink = createContext(false);

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
  const isInLink = useContext(InLink);
  const [isAsking, setAsking] = useState(false);
  const text = textOf(children);
  const link = safeLink(address, isImage ? '' : text);
  const shown = isImage ? showInvisible(text) : children;
  if (isInLink) {
    return <span>{shown}</span>;
  }

  if (!link) {
    return isImage ? <span className={styles.chip}><Image size={14} aria-hidden /> {shown}</span> : <span>{shown}</span>;
  }

  return (
    <>
      <button type="button" className={isImage ? styles.chip : styles.link} onClick={() => setAsking(true)} title={link.href}>
        {isImage && <Image size={14} aria-hidden />}
        {link.href.startsWith('mailto:') && <Mail size={14} aria-hidden />} <InLink value>{shown}</InLink>
      </button>
      {isAsking && <LinkDialog link={link} onClose={() => setAsking(false)} />}
    </>
  );
}
