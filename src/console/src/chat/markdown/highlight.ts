import { common, createLowlight } from 'lowlight';

const lowlight = createLowlight(common);

/** A piece of code: text, with the classes of its kind. */
export interface Token {
  readonly text: string;
  readonly kind: string;
}

/** Cuts code into its kinds of words; undefined when the language is not known. */
export function highlight(code: string, language: string): Token[] | undefined {
  return lowlight.registered(language) ? flatten(lowlight.highlight(language, code), '') : undefined;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly unknown[];
}

function flatten(node: Node, kind: string): Token[] {
  if (node.type === 'text') {
    return [{ text: node.value ?? '', kind }];
  }

  const names = node.properties?.className;
  const own = Array.isArray(names) ? String(names[0]).replace(/^hljs-/, '') : kind;
  return (node.children ?? []).flatMap((child) => flatten(child as Node, own));
}
