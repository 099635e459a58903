// Names the tests that failed, each with its message and where it failed.
// Usage: node tests/failed-tests.mjs FOLDER, where the .trx and .tap files are.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const mostTests = 30;
const mostLines = 12;
const characters = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const readers = {
  '.trx': (text) => [...text.matchAll(/<UnitTestResult\b[^>]*\boutcome="(?!Passed|NotExecuted)[^>]*>[^]*?<\/UnitTestResult>/g)].map(([result]) => ({
    name: decode(/\btestName="([^"]*)"/.exec(result)[1]),
    reason: ['Message', 'StackTrace'].map((part) => start(decode(new RegExp(`<${part}>([^]*?)</${part}>`).exec(result)?.[1] ?? ''))),
  })),

  // A suite that failed only because of its tests is not named beside them.
  '.tap': (text) => [...text.matchAll(/^( *)not ok \d+ - (.*)\n\1 {2}---\n([^]*?)\n\1 {2}\.\.\.$/gm)]
    .filter(([, , name, details]) => !name.endsWith('# TODO') && !details.includes("failureType: 'subtestsFailed'"))
    .map(([, , name, details]) => ({ name, reason: [start(details.replace(/^ *(duration_ms|type|failureType): .*\n/gm, ''))] })),
};

function decode(xml) {
  return xml.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    characters[name] ?? String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}

function start(text) {
  return text.split(/\r?\n/).filter((line) => line.trim()).slice(0, mostLines).map((line) => `  ${line.trim()}`).join('\n');
}

const folder = process.argv[2];
const failures = readdirSync(folder).sort().flatMap((file) => (readers[extname(file)]?.(readFileSync(join(folder, file), 'utf8')) ?? [])
  .map((failure) => ({ ...failure, suite: basename(file, extname(file)) })));
for (const { suite, name, reason } of failures.slice(0, mostTests)) {
  console.log([`FAILED ${suite}: ${name}`, ...reason.filter(Boolean)].join('\n'));
}
if (failures.length > mostTests) {
  console.log(`… and ${failures.length - mostTests} more`);
}
