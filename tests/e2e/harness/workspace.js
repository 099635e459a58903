import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the working copy. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** A directory of its own, with a copy of the shipped configuration unless it is empty; its name has a space in it on purpose. */
export class Workspace {
  constructor(directory) {
    this.directory = directory;
  }

  static async createEmpty(stage) {
    const workspace = new Workspace(await mkdtemp(path.join(tmpdir(), 'aiwhisperer e2e-')));
    stage.after(() => rm(workspace.directory, { recursive: true, force: true, maxRetries: 3 }));
    return workspace;
  }

  static async create(stage) {
    const workspace = await Workspace.createEmpty(stage);
    await cp(path.join(repository, 'config'), workspace.path('config'), { recursive: true });
    return workspace;
  }

  path(...names) {
    return path.join(this.directory, ...names);
  }

  write(file, text) {
    return writeFile(this.path(file), text);
  }

  /** Replaces a text that must be there. */
  async edit(file, before, after) {
    const text = await readFile(this.path(file), 'utf8');
    if (!text.includes(before)) {
      throw new Error(`${file} does not hold: ${before}`);
    }

    await this.write(file, text.replace(before, after));
  }

  /** Removes the shipped agents. */
  async useOnlyAgent(yaml) {
    await rm(this.path('config/agents'), { recursive: true });
    await mkdir(this.path('config/agents'));
    await this.write('config/agents/only.yaml', yaml);
  }

  /** Sends what agents ask of the provider `openai` to another address. */
  pointOpenAIAt(url) {
    return this.edit('config/providers.yaml', 'preset: openai\n', `preset: openai\n    base_url: ${url}\n`);
  }
}
