import { spawn } from 'node:child_process';
import { fail } from '../../api/diagnostic.ts';
import { type FlasherEvent, FlasherEventSchema, type FlasherRequest } from '../../api/drive.ts';

export interface FlasherRun {
  readonly request: FlasherRequest;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: FlasherEvent) => void;
}

/** Starts the flasher and resolves when it has ended. The platform's elevation (pkexec, UAC) is another of these. */
export type RunFlasher = (run: FlasherRun) => Promise<void>;

const LINE_LIMIT_CHARS = 1024 * 1024;
/** After this the flasher, asked to stop by closing its stdin, is ended. It stops by itself after 10 s. */
const STOP_MS = 12_000;

/**
 * The flasher as a plain child of this process, without elevation: for files, and for whoever may write the device.
 * `flasherPath` is `dist/flasher/flasher.cjs`; the same binary runs it (Electron as Node).
 */
export function flasherAsChild(flasherPath: string, execPath: string = process.execPath): RunFlasher {
  return ({ request, signal, onEvent }) =>
    new Promise((resolve, reject) => {
      const child = spawn(execPath, [flasherPath], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      });
      let buffered = '';
      let errors = '';
      let spoke = false;
      let killTimer: NodeJS.Timeout | undefined;
      const stop = () => {
        child.stdin.end();
        killTimer ??= setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      };
      const helperFailed = (seen: string) => fail('flash.helper-missing', { evidence: [seen] });
      child.stdout.setEncoding('utf8');
      child.stderr.setEncoding('utf8');
      child.stdout.on('data', (text: string) => {
        buffered += text;
        if (buffered.length > LINE_LIMIT_CHARS) stop();
        for (let end = buffered.indexOf('\n'); end !== -1; end = buffered.indexOf('\n')) {
          const event = parseEvent(buffered.slice(0, end));
          buffered = buffered.slice(end + 1);
          if (!event) continue;
          spoke = true;
          onEvent(event);
        }
      });
      child.stderr.on('data', (text: string) => {
        errors = (errors + text).slice(-2000);
      });
      child.stdin.on('error', () => undefined);
      child.on('error', (error) => reject(helperFailed(error.message)));
      child.on('close', (code) => {
        clearTimeout(killTimer);
        signal?.removeEventListener('abort', stop);
        // A helper that never said anything but errors could not run; one that fell silent later died at its work.
        if (!spoke && errors !== '' && code !== 0) reject(helperFailed(errors.trim().split('\n').slice(-3).join(' ')));
        else resolve();
      });
      signal?.addEventListener('abort', stop);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      if (signal?.aborted) stop();
    });
}

function parseEvent(line: string): FlasherEvent | undefined {
  try {
    const parsed = FlasherEventSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
