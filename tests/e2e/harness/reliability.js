import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { repository } from './workspace.js';

const isFull = process.env.RELIABILITY === 'full';
const file = path.join(repository, 'artifacts/test-results/reliability.txt');

/** A count of this run: the short form by default, the full one by RELIABILITY=full. */
export const ofScale = (inShort, inFull) => (isFull ? inFull : inShort);

/** Runs numbered rounds, so many of them side by side. */
export async function inRounds(count, atOnce, round) {
  let next = 0;
  const oneByOne = async () => {
    while (next < count) {
      await round(next++);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, oneByOne));
}

/** Adds a line to what the reliability suites saw, which `./test` shows. */
export async function print(t, suite, figures) {
  const line = `${suite} (${isFull ? 'full' : 'short'}): ${figures}`;
  t.diagnostic(line);
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${line}\n`);
}
