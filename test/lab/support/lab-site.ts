import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import { type RunEvent, RunEventSchema } from '../../../electron/api/run.ts';
import { ROOT } from '../../support/test-engine.ts';
import { namespaceOf, OFFICE } from './network.ts';
import { must } from './processes.ts';

const CLI = join(ROOT, 'dist/cli/sitewright.cjs');
export const PASSPHRASE = 'passphrase-of-the-lab';
/** Longer than any command of the lab takes on a machine that has much else to do. */
const LONGEST_S = 400;

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  /** Rejects with what was said last where there is no end to it: that is a defect, and this is what there is to find it by. */
  readonly end: Promise<CommandEnd>;
  /** What has been printed so far, in whole lines. */
  output(): string;
}

/** A site folder on the technician's laptop, and the command line that works on it from inside the lab's network. */
export class LabSite {
  readonly folder: string;
  readonly file: string;
  /** What the technician keeps beside the site folder. */
  readonly #state: string;
  readonly #laptop: string;
  publicKey = '';

  /** @param laptop name of the computer */
  constructor(folder: string, laptop = 'laptop-ana') {
    this.folder = join(folder, 'site');
    this.file = join(this.folder, 'site.toml');
    this.#state = join(folder, 'laptop');
    this.#laptop = laptop;
    mkdirSync(this.folder, { recursive: true });
    mkdirSync(this.#state, { recursive: true });
  }

  /** Makes the site's key, its file and its vault, and fills its bundle with real packages. */
  async make(text: (publicKey: string) => string, debs: Readonly<Record<string, string>>): Promise<void> {
    const key = join(this.folder, '..', 'site-key');
    await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', key]);
    this.publicKey = readFileSync(`${key}.pub`, 'utf8').trim();
    this.write(text(this.publicKey));
    writeFileSync(this.passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
    await this.ok('secrets', 'init', this.file);
    await this.keep('site-ssh-key', readFileSync(key, 'utf8'));
    for (const [target, source] of Object.entries(debs)) {
      mkdirSync(join(this.folder, 'bundle', target), { recursive: true });
      for (const file of readdirSync(source))
        copyFileSync(join(source, file), join(this.folder, 'bundle', target, file));
    }
  }

  /** What the technician has on the laptop beside the site folder. */
  get home(): string {
    return this.#state;
  }

  get passphraseFile(): string {
    return join(this.#state, 'passphrase');
  }

  /** Puts a secret into the vault. */
  async keep(name: string, value: string): Promise<void> {
    const end = await this.start(['secrets', 'set', this.file, name], value).end;
    if (end.code !== 0) throw new Error(`secrets set ${name}: ${end.stdout}${end.stderr}`);
  }

  /** Has the laptop know what other making of bundles on this machine has brought; all of it is checked before it counts. */
  shareCache(folder: string): void {
    mkdirSync(join(this.#state, 'sitewright'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    symlinkSync(folder, join(this.#state, 'sitewright', 'cache'));
  }

  write(text: string): void {
    writeFileSync(this.file, text);
  }

  /** Another technician with a copy of the site folder and what belongs to it, on a laptop of their own. */
  onAnotherLaptop(laptop: string): LabSite {
    const folder = join(this.folder, '..', laptop);
    const other = new LabSite(folder, laptop);
    cpSync(this.folder, other.folder, { recursive: true });
    cpSync(this.#state, other.#state, { recursive: true });
    rmSync(join(other.#state, 'sitewright', 'laptop-id'), { force: true });
    other.publicKey = this.publicKey;
    return other;
  }

  plan(): Promise<CommandEnd> {
    return this.run('plan', this.file);
  }

  apply(): Promise<CommandEnd> {
    return this.run('apply', this.file);
  }

  run(...words: readonly string[]): Promise<CommandEnd> {
    return this.start(words).end;
  }

  async ok(...words: readonly string[]): Promise<string> {
    const end = await this.run(...words);
    if (end.code !== 0) throw new Error(`sitewright ${words.join(' ')}: exit ${end.code}\n${end.stdout}${end.stderr}`);
    return end.stdout;
  }

  /** As run, before the technician leaves: the laptop sees the machine's network and nothing of the lab. */
  inOffice(...words: readonly string[]): Promise<CommandEnd> {
    return this.start(words, '', 'office').end;
  }

  /** The words before a program that have it run on the laptop, which sees the network of that place and nothing else. */
  atLaptop(place: 'office' | 'rack'): readonly string[] {
    const network = place === 'office' ? OFFICE : namespaceOf('ctl');
    const named = 'printf %s "$0" > /proc/sys/kernel/hostname && exec "$@"';
    return ['nsenter', `--net=${network}`, 'unshare', '--uts', 'sh', '-c', named, this.#laptop];
  }

  /** Starts the command line on the laptop. */
  start(words: readonly string[], stdin = '', place: 'office' | 'rack' = 'rack'): RunningCommand {
    const [program = '', ...before] = this.atLaptop(place);
    const child = spawn(program, [...before, process.execPath, CLI, ...words], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.#state,
        LANG: 'C.UTF-8',
        XDG_STATE_HOME: this.#state,
        SITEWRIGHT_PASSPHRASE_FILE: this.passphraseFile,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const end = new Promise<CommandEnd>((resolve, reject) => {
      const overdue = setTimeout(() => {
        child.kill('SIGKILL');
        reject(
          new Error(`sitewright ${words.join(' ')}: no end after ${LONGEST_S} s\n${(stdout + stderr).slice(-8000)}`),
        );
      }, LONGEST_S * 1000);
      child.once('error', reject);
      child.once('close', (code) => {
        clearTimeout(overdue);
        resolve({ code, stdout, stderr });
      });
    });
    end.catch(() => undefined); // who waits for it is told
    return { child, end, output: () => stdout.slice(0, stdout.lastIndexOf('\n') + 1) };
  }
}

function eventsOf(output: string): readonly RunEvent[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"seq"'))
    .map((line) => RunEventSchema.parse(JSON.parse(line)));
}

/** What went wrong, as the technician reads it: `item: sentence` of every step that failed, the run's own sentences after them. */
export function troublesOf(output: string): readonly string[] {
  const events = eventsOf(output);
  return [
    ...events.flatMap((event) =>
      event.type === 'step-finished' && event.outcome === 'failed' && event.diagnostic
        ? [`${event.itemId}: ${describeDiagnostic(event.diagnostic, 'en').summary}`]
        : [],
    ),
    ...events.flatMap((event) =>
      event.type === 'diagnostic' && event.diagnostic.severity === 'error'
        ? [describeDiagnostic(event.diagnostic, 'en').summary]
        : [],
    ),
  ];
}

/** The sentences of a run about itself, whatever their weight. */
export function saidOfRun(output: string): readonly string[] {
  return eventsOf(output).flatMap((event) =>
    event.type === 'diagnostic' ? [describeDiagnostic(event.diagnostic, 'en').summary] : [],
  );
}

/** `item: sentence` of what the technician is told beside the results. */
export function notesOf(output: string): readonly string[] {
  return eventsOf(output).flatMap((event) =>
    event.type === 'log' && event.level === 'note' ? [`${event.itemId ?? ''}: ${event.text}`] : [],
  );
}
