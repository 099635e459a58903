import { lazy, memo, Suspense, useMemo } from 'react';
import { CodeBlock } from './CodeBlock';
import { Fallback } from './Fallback';
import { isTooMuch, longestMarkdown } from './limits';
import styles from './Markdown.module.css';
import { PlainText } from './PlainText';
import { readFence, splitBlocks } from './splitBlocks';

const MarkdownBlock = lazy(async () => ({ default: (await import('./MarkdownBlock')).MarkdownBlock }));

interface Props {
  text: string;
  isStreaming?: boolean;
}

/**
 * A model's text. It is data: nothing of it runs, nothing is loaded for it, and its links ask before they open. What is too much to be
 * read as Markdown is shown as it is written.
 */
export const Markdown = memo(function Markdown({ text, isStreaming = false }: Props) {
  const blocks = useMemo(() => (text.length > longestMarkdown ? undefined : splitBlocks(text)), [text]);
  return (
    <div className={styles.markdown} dir="auto">
      {blocks === undefined ? (
        <PlainText text={text} />
      ) : (
        blocks.map((block, index) => <Block key={index} text={block} isGrowing={isStreaming && index === blocks.length - 1} />)
      )}
    </div>
  );
});

const Block = memo(function Block({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const fence = readFence(text);
  if (fence) {
    return <CodeBlock code={fence.code} language={fence.language} isGrowing={isGrowing && !fence.isClosed} />;
  }

  return isTooMuch(text) ? (
    <PlainText text={text} />
  ) : (
    <Fallback instead={<PlainText text={text} />}>
      <Suspense fallback={<PlainText text={text} />}>
        <MarkdownBlock text={text} />
      </Suspense>
    </Fallback>
  );
});
