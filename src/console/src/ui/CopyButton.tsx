import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './IconButton';
import { copyText } from './copyText';
import { notifyError } from './toasts';

const shownMs = 2_000;

/** Copies a text, or what a function makes when it is clicked. */
export function CopyButton({ text, label = 'Copy' }: { text: string | (() => string); label?: string | undefined }) {
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) {
      return;
    }

    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    try {
      await copyText(typeof text === 'string' ? text : text());
      setCopied(true);
    } catch (error) {
      notifyError('The text could not be copied', error);
    }
  };

  return (
    <IconButton label={isCopied ? 'Copied' : label} size="small" onClick={() => void copy()}>
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}
