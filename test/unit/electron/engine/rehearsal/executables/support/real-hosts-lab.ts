import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const checkout = resolve(import.meta.dirname, '../../../../../../..');

/** Bundles the tool as the product's build does, into a folder of the test. Gives its path. */
export async function bundleSimHost(folder: string): Promise<string> {
  const outfile = join(folder, 'sim-host.cjs');
  await build({
    entryPoints: [join(checkout, 'electron/engine/rehearsal/executables/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    external: ['ssh2', 'cpu-features'],
    inject: [join(checkout, 'build/shims/node18.ts')],
    logLevel: 'error',
  });
  return outfile;
}

/** Runs a real process to its end. */
export function runProcess(
  command: string,
  argv: readonly string[],
  options: {
    readonly stdin?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly onStart?: (child: ChildProcess) => void;
    readonly keepInput?: boolean;
  } = {},
): Promise<Result> {
  return new Promise((done, reject) => {
    const child = spawn(command, [...argv], { env: options.env ?? process.env, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    if (!options.keepInput) child.stdin.end(options.stdin ?? '');
    options.onStart?.(child);
  });
}

/** A daemon of its own process with hosts in roots of their own below a folder. */
export class RealHostsLab {
  readonly folder: string;
  readonly #tool: string;
  #daemon: ChildProcess | undefined;
  /** The daemon's event lines of all its lives. */
  readonly events: Record<string, unknown>[] = [];

  constructor(folder: string, tool: string, hosts: readonly Record<string, unknown>[], compression: number) {
    this.folder = folder;
    this.#tool = tool;
    for (const { name } of hosts) mkdirSync(this.root(String(name)), { recursive: true });
    const spec = { compression, hosts: hosts.map((host) => ({ ...host, root: this.root(String(host.name)) })) };
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
  }

  get socket(): string {
    return join(this.folder, 'sock');
  }

  root(host: string): string {
    return join(this.folder, 'hosts', host);
  }

  sim(...words: string[]): Promise<Result> {
    return runProcess(process.execPath, [this.#tool, ...words]);
  }

  install(host: string, ...more: string[]): Promise<Result> {
    return this.sim('install', '--root', this.root(host), '--socket', this.socket, '--host', host, ...more);
  }

  /** Starts the daemon; resolves with its first line. */
  start(): Promise<Record<string, unknown>> {
    return new Promise((ready, reject) => {
      const words = ['serve', '--state', join(this.folder, 'state'), '--spec', join(this.folder, 'spec.json')];
      const child = spawn(process.execPath, [this.#tool, ...words, '--socket', this.socket], { stdio: 'pipe' });
      this.#daemon = child;
      let pending = '';
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString('utf8');
      });
      child.stdout.on('data', (chunk: Buffer) => {
        const lines = `${pending}${chunk.toString('utf8')}`.split('\n');
        pending = lines.pop() ?? '';
        for (const line of lines) {
          const event = JSON.parse(line) as Record<string, unknown>;
          this.events.push(event);
          if (event.event === 'ready') ready(event);
        }
      });
      child.on('close', () => reject(new Error(errors)));
    });
  }

  /** Ends the daemon with a signal and waits until it is gone. */
  stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#daemon;
    this.#daemon = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((gone) => {
      child.on('close', () => gone());
      child.kill(signal);
    });
  }

  /** What root's shell on a host does, with the wrappers found through PATH. */
  sh(
    host: string,
    script: string,
    options: {
      readonly stdin?: string;
      readonly onStart?: (child: ChildProcess) => void;
      readonly keepInput?: boolean;
    } = {},
  ): Promise<Result> {
    const path = `${this.root(host)}/usr/local/sbin:${process.env.PATH ?? ''}`;
    return runProcess('sh', ['-c', script], {
      ...options,
      env: { PATH: path, HOME: '/root', USER: 'root', R: this.root(host) },
    });
  }

  /** As sh, for what must end with exit code 0. */
  async ok(host: string, script: string): Promise<string> {
    const result = await this.sh(host, script);
    if (result.code !== 0) throw new Error(`${host}: ${script}: exit ${result.code}\n${result.stdout}${result.stderr}`);
    return result.stdout;
  }
}
