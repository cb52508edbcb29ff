import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type RunEvent, RunEventSchema } from '../../../electron/api/run.ts';
import { ROOT } from '../../support/test-engine.ts';

const FOLDER = join(ROOT, 'dist', 'journey');
const CLI = join(FOLDER, 'sitewright.cjs');
const SAMPLE_EVERY_MS = 20;

/**
 * Bundles the command line of this checkout as it is shipped. Replaced whole, so that test files which run at the same
 * time never start a half-written one.
 */
export async function buildCli(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const own = join(FOLDER, `sitewright-${process.pid}.cjs`);
  await build({
    entryPoints: [join(ROOT, 'electron', 'cli', 'main.ts')],
    outfile: own,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    legalComments: 'none',
    external: ['electron', 'ssh2', 'cpu-features', 'drivelist', 'pdfkit'],
    inject: [join(ROOT, 'build', 'shims', 'node18.ts')],
    define: { SITEWRIGHT_VERSION: '"0.0.0-test"' },
    logLevel: 'error',
  });
  renameSync(own, CLI);
}

export interface CliEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Argument lists of every process of this machine, as seen while it ran; only when asked for. */
  readonly argv: ReadonlySet<string>;
}

export interface CliOptions {
  /** `XDG_STATE_HOME`. */
  readonly state: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly sampleArgv?: boolean;
}

export interface CliRun {
  readonly pid: number;
  readonly end: Promise<CliEnd>;
}

/** Starts the command line as a process of its own. */
export function startCli(args: readonly string[], options: CliOptions): CliRun {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: options.state,
      LANG: 'C.UTF-8',
      XDG_STATE_HOME: options.state,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const argv = new Set<string>();
  const sampler = options.sampleArgv ? setInterval(() => sampleArgv(argv), SAMPLE_EVERY_MS) : undefined;
  const end = new Promise<CliEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(sampler);
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
        argv,
      });
    });
  });
  return { pid: child.pid ?? 0, end };
}

export function runCli(args: readonly string[], options: CliOptions): Promise<CliEnd> {
  return startCli(args, options).end;
}

/** The events that `--json` printed. */
export function eventsOf(end: CliEnd): readonly RunEvent[] {
  return end.stdout
    .split('\n')
    .filter((line) => line.startsWith('{"seq"'))
    .map((line) => RunEventSchema.parse(JSON.parse(line)));
}

function sampleArgv(into: Set<string>): void {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (words !== '') into.add(words);
    } catch {
      // it ended meanwhile
    }
  }
}
