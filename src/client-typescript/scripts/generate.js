// Writes src/generated from the server's own description of itself. Usage: npm run generate [-- DOCUMENT [FOLDER]]
// Without a document the built server is asked for it.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { describeHub } from './describe-hub.js';

const home = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const server = path.join(home, '../../artifacts/bin/AIWhisperer.Server/debug/AIWhisperer.Server.dll');
const [file, folder = path.join(home, 'src/generated')] = process.argv.slice(2);

const text = file ? await readFile(file, 'utf8') : execFileSync('dotnet', [server, 'openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 });
const document = JSON.parse(text);
const api = await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true });
const head = '// Generated from the server by `npm run generate`. Do not edit.\n\n';

await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'api.ts'), head + astToString(api));
await writeFile(path.join(folder, 'hub.ts'), head + describeHub(document['x-hub']));
