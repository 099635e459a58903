import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './CodeBlock';
import { ExternalLink } from './ExternalLink';
import styles from './Markdown.module.css';
import { schema } from './schema';
import { textOf } from './textOf';

// Headings begin below those of the page.
const components: Components = {
  a: ({ href, children }) => <ExternalLink address={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => <ExternalLink address={typeof src === 'string' ? src : undefined} isImage>{alt || 'Image'}</ExternalLink>,
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
  input: ({ checked }) => <input type="checkbox" checked={checked ?? false} disabled aria-label={checked ? 'Done' : 'To do'} />,
  pre: ({ children, node }) => {
    const code = node?.children[0];
    const name = code?.type === 'element' ? code.properties.className : undefined;
    const language = Array.isArray(name) ? String(name[0]).replace(/^language-/, '') : '';
    return <CodeBlock code={textOf(children).replace(/\n$/, '')} language={language} isGrowing={false} />;
  },
  table: ({ children }) => (
    <div className={styles.scroll} role="group" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </div>
  ),
};

const remark = [remarkGfm];
const rehype = [[rehypeSanitize, schema]] as const;

/** One block of Markdown, read with its reader; raw HTML in it is shown as text. */
export function MarkdownBlock({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={remark} rehypePlugins={[...rehype] as never} components={components}>
      {text}
    </ReactMarkdown>
  );
}
