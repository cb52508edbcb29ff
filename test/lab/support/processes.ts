import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; never rejects for its exit code. */
export function run(argv: readonly string[], options: { readonly timeoutMs?: number } = {}): Promise<Ended> {
  const [program = '', ...words] = argv;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      words,
      { timeout: options.timeoutMs ?? 60_000, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
        resolve({ code, stdout, stderr: error && stderr === '' ? error.message : stderr });
      },
    );
    child.stdin?.end();
  });
}

/** As run, for what must end with 0; gives its standard output. */
export async function must(argv: readonly string[], options: { readonly timeoutMs?: number } = {}): Promise<string> {
  const ended = await run(argv, options);
  if (ended.code !== 0) throw new Error(`${argv.join(' ')}: exit ${ended.code}\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}

/** Starts a program whose output goes to a file. */
export function startLogged(argv: readonly string[], log: string, options: SpawnOptions = {}): ChildProcess {
  const [program = '', ...words] = argv;
  const file = openSync(log, 'a');
  try {
    return spawn(program, words, { stdio: ['ignore', file, file], ...options });
  } finally {
    closeSync(file);
  }
}

export function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 255);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 255)));
}

/**
 * Asks again and again until there is an answer; after the time is up the last reason is the failure. The time is what a machine
 * with much else to do may need, not what is expected.
 */
export async function eventually<T>(ask: () => Promise<T> | T, seconds = 180, everyMs = 100): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((next) => setTimeout(next, everyMs));
    }
  }
}
