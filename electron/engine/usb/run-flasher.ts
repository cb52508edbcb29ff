import { execFile, spawn } from 'node:child_process';
import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import { type FlasherEvent, FlasherEventSchema, type FlasherRequest } from '../../api/drive.ts';

export interface FlasherRun {
  readonly request: FlasherRequest;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: FlasherEvent) => void;
}

/** Starts the flasher and resolves when it has ended. The platforms' elevation is another of these. */
export type RunFlasher = (run: FlasherRun) => Promise<void>;

const LINE_LIMIT_CHARS = 1024 * 1024;
/** After this the flasher, asked to stop by closing its stdin, is ended. It stops by itself after 10 s. */
const STOP_MS = 12_000;
const TOOL_MS = 60_000;

/** How the program ended that runs the flasher, or was to ask for the right to. */
export interface ProgramEnd {
  /** null: it could not be started, or was killed. */
  readonly code: number | null;
  /** Why it could not be started: `ENOENT`. */
  readonly error: string | undefined;
  /** The last of what it wrote to stderr. */
  readonly stderr: string;
}

export interface FlasherProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** The failure for a program that ended without an event; undefined: it is none. */
  readonly explain: (end: ProgramEnd) => DiagnosticError | undefined;
}

/**
 * The flasher as a plain child of this process, without elevation: for files, and for whoever may write the device.
 * `flasherPath` is `dist/flasher/flasher.cjs`; the same binary runs it (Electron as Node).
 */
export function flasherAsChild(flasherPath: string, execPath: string = process.execPath): RunFlasher {
  const program: FlasherProgram = { file: execPath, args: [flasherPath], explain: helperMissing };
  return (run) => runOverStdio(program, run);
}

/** A helper that never said anything but errors could not run; one that fell silent later died at its work. */
export function helperMissing({ code, error, stderr }: ProgramEnd): DiagnosticError | undefined {
  if (error !== undefined) return fail('flash.helper-missing', { evidence: [error] });
  if (stderr === '' || code === 0) return undefined;
  return fail('flash.helper-missing', { evidence: [stderr.trim().split('\n').slice(-3).join(' ')] });
}

/** Runs the flasher through a program that hands stdin and stdout on to it. */
export function runOverStdio(program: FlasherProgram, { request, signal, onEvent }: FlasherRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    let stderr = '';
    let killTimer: NodeJS.Timeout | undefined;
    const stop = () => {
      child.stdin.end();
      killTimer ??= setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    };
    const end = (code: number | null, error: string | undefined) => {
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', stop);
      const failure = events.spoke() ? undefined : program.explain({ code, error, stderr });
      if (failure) reject(failure);
      else resolve();
    };
    const events = eventLines(onEvent, stop);
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    child.stdout.on('data', events.take);
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-2000);
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error: NodeJS.ErrnoException) => end(null, error.code ?? error.message));
    child.on('close', (code) => end(code, undefined));
    signal?.addEventListener('abort', stop);
    child.stdin.write(`${JSON.stringify(request)}\n`);
    if (signal?.aborted) stop();
  });
}

/** Starts a program that has nothing to say to us but its end. `ended` never rejects. */
export function startProgram(
  file: string,
  args: readonly string[],
): { readonly ended: Promise<ProgramEnd>; stop(): void } {
  const child = spawn(file, [...args], { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  let stderr = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-2000);
  });
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, error: error.code ?? error.message, stderr }),
    );
    child.on('close', (code) => resolve({ code, error: undefined, stderr }));
  });
  return { ended, stop: () => void child.kill() };
}

/** What a tool of the system prints; rejects when it fails, is missing or takes longer than a minute. */
export function runTool(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: TOOL_MS, maxBuffer: 16 * 1024 * 1024, windowsHide: true } as const;
    execFile(file, [...args], options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

/** Events from text as it arrives. What is no event is passed over; a line without end stops the talk. */
export function eventLines(onEvent: (event: FlasherEvent) => void, stop: () => void) {
  let buffered = '';
  let spoke = false;
  return {
    spoke: () => spoke,
    take(text: string): void {
      buffered += text;
      if (buffered.length > LINE_LIMIT_CHARS) stop();
      for (let end = buffered.indexOf('\n'); end !== -1; end = buffered.indexOf('\n')) {
        const event = parseEvent(buffered.slice(0, end));
        buffered = buffered.slice(end + 1);
        if (!event) continue;
        spoke = true;
        onEvent(event);
      }
    },
  };
}

function parseEvent(line: string): FlasherEvent | undefined {
  try {
    const parsed = FlasherEventSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
