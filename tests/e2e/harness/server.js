import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, within } from './within.js';
import { repository } from './workspace.js';

/** The server program. */
export const built = path.join(repository, 'artifacts/bin/AIWhisperer.Server/debug/AIWhisperer.Server.dll');
const running = new Set();

// A test run that breaks off must leave no server behind.
process.on('exit', () => running.forEach((server) => server.signal('SIGKILL')));
['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => process.exit(1)));

/** The real server in a process of its own. */
export class Server {
  constructor(child, isGroup) {
    this.child = child;
    this.isGroup = isGroup;
    this.output = [];
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
    running.add(this);
    this.exited.then(() => running.delete(this));
    createInterface(child.stdout).on('line', (line) => this.#take(line));
    createInterface(child.stderr).on('line', (line) => this.#take(line));
  }

  /**
   * Starts it in the workspace, on a free port, with no more of this machine's environment than it takes to run. A command that starts
   * the server as its child needs a process group, so that no signal misses it.
   */
  static async start(stage, workspace, { env = {}, command = ['dotnet', built], group = false } = {}) {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd: workspace.directory,
      env: { ...inherited(), ASPNETCORE_URLS: 'http://127.0.0.1:0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: group,
    });
    const server = new Server(child, group);
    stage.after(() => server.stop());
    await server.#listens();
    return server;
  }

  /** Asks it to stop, and waits until it has. */
  async stop() {
    this.signal('SIGTERM');
    try {
      return await within(this.exited, () => `the server to stop. It wrote:\n${this.output.join('\n')}`);
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Ends it without a chance to finish anything. */
  kill() {
    this.signal('SIGKILL');
    return this.exited;
  }

  signal(name) {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      process.kill(this.isGroup ? -this.child.pid : this.child.pid, name);
    }
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
    await eventually(async () => (await fetch(`${this.url}/health/ready`)).ok, 'whether the server is ready');
  }

  #take(line) {
    this.output.push(line);
    const address = /Now listening on: (http:\/\/\S+)/.exec(line)?.[1];
    if (address) {
      this.url = address;
      this.onAddress?.();
    }
  }
}

/** Runs a command of the server program to its end. */
export async function runCommand(workspace, args, env = {}) {
  const child = spawn('dotnet', [built, ...args], { cwd: workspace.directory, env: { ...inherited(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = new Server(child, false);
  try {
    const code = await within(server.exited, () => `${args.join(' ')} to end`);
    return { code, output: server.output.join('\n') };
  } finally {
    await server.kill();
  }
}

/** What a program needs to run here, without keys and settings of whoever runs the tests. */
export function inherited() {
  const needed = ['PATH', 'HOME', 'DOTNET_ROOT', 'TMPDIR', 'LANG', 'CI'];
  const caches = Object.keys(process.env).filter((name) => name.startsWith('NUGET_') || /_proxy$/i.test(name));
  const environment = Object.fromEntries([...needed, ...caches].filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
  return { ...environment, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1', UseSharedCompilation: 'false' };
}
