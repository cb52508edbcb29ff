import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const EXAMPLE = join(ROOT, 'examples', 'two-node', 'site.toml');
export const PASSPHRASE = 'a passphrase of the tests';
const PROGRAM = join(ROOT, 'dist', 'cli', 'sitewright.cjs');

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandLine {
  /** A folder of this test file alone: working folder, state and home of the commands. */
  readonly folder: string;
  path(...names: string[]): string;
  /** Runs the built command in a process of its own, to its end. */
  run(args: readonly string[], options?: { readonly stdin?: string; readonly env?: NodeJS.ProcessEnv }): Promise<Ended>;
  /** Starts it and leaves it running. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  /** A site of its own: the example's file, without its vault. */
  ownSite(name: string): string;
  close(): void;
}

/** Builds the program where it is stale. Several test files may ask at once: one builds, the others wait for it. */
export async function buildCommandLine(): Promise<void> {
  const { bundleNode } = (await import(join(ROOT, 'build', 'lib', 'bundle.mjs'))) as {
    bundleNode(only: readonly string[]): Promise<boolean>;
  };
  const turn = join(ROOT, '.cache', 'command-line-build');
  mkdirSync(dirname(turn), { recursive: true });
  while (!taken(turn)) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    await bundleNode(['cli/sitewright', 'flasher/flasher']);
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** Takes the turn to build; one that somebody was killed with is free after two minutes. */
function taken(turn: string): boolean {
  try {
    mkdirSync(turn);
    return true;
  } catch {
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 120_000) rmSync(turn, { recursive: true, force: true });
    return false;
  }
}

export function openCommandLine(name: string): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), `sitewright-cli-${name}-`));
  const passphraseFile = join(folder, 'passphrase');
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  // Neither the language nor the vault of whoever runs the tests may matter.
  const env = { PATH: process.env.PATH, HOME: folder, XDG_STATE_HOME: join(folder, 'state'), LANG: 'C', USER: 'test' };
  const children = new Set<ChildProcess>();
  return {
    folder,
    path: (...names) => join(folder, ...names),
    run: (args, options = {}) =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [PROGRAM, ...args],
          { cwd: folder, env: { ...env, ...options.env }, maxBuffer: 1 << 28 },
          (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
        );
        child.stdin?.end(options.stdin ?? '');
      }),
    start: (args, more = {}) => {
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        cwd: folder,
        env: { ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.add(child);
      return child;
    },
    ownSite: (site) => {
      mkdirSync(join(folder, site));
      cpSync(EXAMPLE, join(folder, site, 'site.toml'));
      return join(folder, site, 'site.toml');
    },
    close: () => {
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lines of `--json` output; a line that is no JSON object fails the test that reads it. */
export function jsonLines(out: string): readonly Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
