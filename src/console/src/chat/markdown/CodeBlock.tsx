import { memo, useEffect, useState } from 'react';
import { CopyButton } from '../../ui/CopyButton';
import styles from './CodeBlock.module.css';
import type { Token } from './highlight';
import { longestHighlight } from './limits';
import { PlainText } from './PlainText';

interface Props {
  code: string;
  language: string;
  /** True while it is being written: it is coloured when it is whole. */
  isGrowing: boolean;
}

export const CodeBlock = memo(function CodeBlock({ code, language, isGrowing }: Props) {
  const tokens = useTokens(code, language, isGrowing);
  return (
    <figure className={styles.block} dir="ltr">
      <figcaption className={styles.header}>
        <span>{language || 'text'}</span>
        <CopyButton text={code} label="Copy the code" />
      </figcaption>
      <pre className={styles.code} tabIndex={0} role="group" aria-label={language ? `Code in ${language}` : 'Code'}>
        <code>
          {tokens?.map((token, index) => <span key={index} className={styles[token.kind.split('.')[0]!]}>{token.text}</span>) ??
            (code.length > longestHighlight ? <PlainText text={code} /> : code)}
        </code>
      </pre>
    </figure>
  );
});

/** The code in its kinds of words, once they are known. */
function useTokens(code: string, language: string, isGrowing: boolean): readonly Token[] | undefined {
  const [tokens, setTokens] = useState<{ code: string; tokens: readonly Token[] | undefined }>();
  const isWanted = !isGrowing && language !== '' && code.length <= longestHighlight;

  useEffect(() => {
    if (!isWanted) {
      return;
    }

    let isCurrent = true;
    void import('./highlight').then(
      ({ highlight }) => isCurrent && setTokens({ code, tokens: highlight(code, language.toLowerCase()) }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [code, language, isWanted]);

  return isWanted && tokens?.code === code ? tokens.tokens : undefined;
}
