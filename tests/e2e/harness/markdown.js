import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repository } from './workspace.js';

/** A document of the repository: its fenced blocks in order, each with its language, and its text without them. */
export async function readDocument(file) {
  const text = await readFile(path.join(repository, file), 'utf8');
  const fence = /^```(\w*)\n([^]*?)^```$/gm;
  const blocks = [...text.matchAll(fence)].map(([, language, code]) => ({ language, code }));
  return { file, blocks, prose: text.replace(fence, '') };
}

/** The code of the blocks in one language. */
export function codeIn(document, language) {
  return document.blocks.filter((block) => block.language === language).map((block) => block.code);
}
