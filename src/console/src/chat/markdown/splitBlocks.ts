const fence = /^ {0,3}(`{3,}|~{3,})/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const definition = /^ {0,3}\[[^\]\n]{1,200}\]:/m;

/** Texts up to this length are kept whole when they define links or footnotes: a definition is good for all blocks. */
const longestWhole = 20_000;

/**
 * Cuts a Markdown text where no construct goes across: while an answer grows, all blocks but the last stay as they are, and need not be
 * read again. The blocks, put together, are the text.
 */
export function splitBlocks(text: string): string[] {
  if (text.length <= longestWhole && definition.test(text)) {
    return [text];
  }

  const blocks: string[] = [];
  let start = 0;
  let open: string | undefined;
  let isList = false;
  let isBlank = false;

  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, Math.min(end, at + 1_000));
    if (open !== undefined) {
      if (closes(line, open)) {
        open = undefined;
      }
    } else if (line.trim() === '') {
      isBlank = true;
    } else {
      const isItem = listItem.test(line);
      if (isBlank && at > start && !/^(?: {2}|\t)/.test(line) && !(isList && isItem)) {
        blocks.push(text.slice(start, at));
        start = at;
        isList = isItem;
      } else if (at === start) {
        isList = isItem;
      }

      isBlank = false;
      open = fence.exec(line)?.[1];
    }

    at = end;
  }

  if (start < text.length) {
    blocks.push(text.slice(start));
  }

  return blocks;
}

/** The code of a block that is a fence and nothing else, as far as it is written; undefined for other blocks. */
export function readFence(block: string): { language: string; code: string; isClosed: boolean } | undefined {
  const opening = /^(`{3,}|~{3,})[^\S\n]*([^\n`]*)(?:\n|$)/.exec(block);
  if (!opening) {
    return undefined;
  }

  const lines = block.slice(opening[0].length).split('\n');
  const close = lines.findIndex((line) => closes(line, opening[1]!));
  if (close >= 0 && lines.slice(close + 1).some((line) => line.trim() !== '')) {
    return undefined;
  }

  return {
    language: opening[2]!.trim().split(/\s/)[0]!,
    code: (close < 0 ? lines : lines.slice(0, close)).join('\n'),
    isClosed: close >= 0,
  };
}

function closes(line: string, open: string): boolean {
  const mark = fence.exec(line)?.[1];
  return mark !== undefined && mark[0] === open[0] && mark.length >= open.length && line.trim().length === mark.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
