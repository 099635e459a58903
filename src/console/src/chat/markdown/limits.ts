/** More characters than this are shown as plain text, a part at first. */
export const longestMarkdown = 200_000;

/** The longest block that is read as Markdown. */
export const longestBlock = 20_000;

/** The longest code that is coloured. */
export const longestHighlight = 30_000;

const longestLine = 10_000;
const mostNesting = 40;
const mostSigns = 2_000;

/**
 * Whether a block is likely to keep a Markdown reader busy, or to nest so deep that drawing it fails: then it is shown as it is written.
 * Cheap, and never true of what people or models write in earnest.
 */
export function isTooMuch(block: string): boolean {
  return (
    block.length > longestBlock ||
    (block.match(/[*_~`[\]<&!|\\]/g)?.length ?? 0) > mostSigns ||
    block.split('\n').some((line) => line.length > longestLine || nesting(line) > mostNesting)
  );
}

/** How many containers a line opens, at most: quotes, list items, and brackets. */
function nesting(line: string): number {
  const lead = /^[\s>*+\-\d.)]*/.exec(line)![0];
  const containers = lead.match(/>|[*+-](?=\s)|\d[.)](?=\s)/g)?.length ?? 0;
  const brackets = line.match(/[[(<]{8,}|[*_~]{32,}/g)?.reduce((most, run) => Math.max(most, run.length * 2), 0) ?? 0;
  return Math.max(containers, brackets, Math.floor(/^\s*/.exec(line)![0].length / 4));
}
