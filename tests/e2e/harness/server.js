import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, within } from './within.js';
import { repository } from './workspace.js';

const built = path.join(repository, 'artifacts/bin/AIWhisperer.Server/debug/AIWhisperer.Server.dll');
const running = new Set();

// A test run that breaks off must leave no server behind.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The real server in a process of its own. */
export class Server {
  constructor(child) {
    this.child = child;
    this.output = [];
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
    running.add(child);
    this.exited.then(() => running.delete(child));
    createInterface(child.stdout).on('line', (line) => this.#take(line));
    createInterface(child.stderr).on('line', (line) => this.#take(line));
  }

  /** Starts it in the workspace, on a free port, with no more of this machine's environment than it takes to run. */
  static async start(stage, workspace, { env = {}, command = ['dotnet', built], urls = 'http://127.0.0.1:0' } = {}) {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd: workspace.directory,
      env: { ...inherited(), ASPNETCORE_URLS: urls, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child);
    stage.after(() => server.stop());
    await server.#listens();
    return server;
  }

  get url() {
    return this.address;
  }

  /** Asks it to stop, and waits until it has. */
  async stop() {
    this.child.kill('SIGTERM');
    try {
      return await within(this.exited, () => `the server to stop. It wrote:\n${this.output.join('\n')}`);
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Ends it without a chance to finish anything. */
  kill() {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  async #listens() {
    await within(
      Promise.race([
        this.exited.then((code) => {
          throw new Error(`The server ended with ${code} instead of starting. It wrote:\n${this.output.join('\n')}`);
        }),
        new Promise((resolve) => {
          this.onAddress = resolve;
        }),
      ]),
      () => `the server's address. It wrote:\n${this.output.join('\n')}`,
      180_000,
    );
    await eventually(async () => (await fetch(`${this.address}/health/ready`)).ok, 'whether the server is ready');
  }

  #take(line) {
    this.output.push(line);
    const address = /Now listening on: (http:\/\/\S+)/.exec(line)?.[1];
    if (address) {
      this.address = address;
      this.onAddress?.();
    }
  }
}

/** What a program needs to run here, without keys and settings of whoever runs the tests. */
export function inherited() {
  const needed = ['PATH', 'HOME', 'DOTNET_ROOT', 'TMPDIR', 'LANG', 'CI'];
  const caches = Object.keys(process.env).filter((name) => name.startsWith('NUGET_') || /_proxy$/i.test(name));
  const environment = Object.fromEntries([...needed, ...caches].filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
  return { ...environment, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1', UseSharedCompilation: 'false' };
}
