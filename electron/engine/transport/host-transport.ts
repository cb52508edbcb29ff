import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Clock } from '../shell/clock.ts';
import { type Command, type CommandKind, logText, secretsOf } from '../shell/command.ts';
import { follow } from '../shell/follow.ts';
import type { Redactor } from '../shell/redactor.ts';
import { collectText, lastLines } from './collect.ts';
import { type Download, downloadFile } from './download.ts';
import { type Hand, type HandOptions, isConnectionLost } from './hand.ts';
import { awaitJob, JOBS_FOLDER, type PendingJob, pendingJobs, reapJob, runJob } from './job.ts';
import type { ExecOptions, ExecResult, Transport } from './port.ts';
import type { RawHost } from './raw-host.ts';
import { uploadAsset } from './upload.ts';
import { wireForm } from './wire.ts';

export interface LogLine {
  readonly host: string;
  /** look / change: a command went out. out / err: a line came back. note: a sentence of ours. */
  readonly level: 'look' | 'change' | 'out' | 'err' | 'note';
  readonly text: string;
}
export type OnLog = (line: LogLine) => void;

/** A transport with what the runner needs beside it; steps see only {@link Transport}. */
export interface HostTransport extends Transport {
  /** Detached jobs that are on the host: running, or ended and not reaped. */
  pendingJobs(): Promise<readonly PendingJob[]>;
  /** Waits for the end of a job of an earlier run, passing on its lines; leaves the result for `job()` to take. */
  awaitJob(id: string, options?: Pick<ExecOptions, 'signal' | 'timeoutMs'>): Promise<void>;
  /** Removes an ended job. */
  reapJob(id: string): Promise<void>;
  /** Brings a file of the host onto this machine, whole or not at all. */
  download(file: Download): Promise<void>;
}

export interface HostTransportOptions {
  readonly raw: RawHost;
  readonly user: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly onLog?: OnLog;
  /** Told once for every command sent. */
  readonly onRoundTrip?: () => void;
  /** Default {@link JOBS_FOLDER}. */
  readonly jobsFolder?: string;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const RECONNECT_AFTER_MS = 1_000;
const LONGEST_LOGGED_COMMAND = 2_000;
/** The script that reads all facts is long: its first words say what it was. */
const LONGEST_EVIDENCE = 400;

/** The host was not reached or not trusted: no command was sent, and none explains it. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'transport.unreachable',
  'transport.refused',
  'transport.no-handshake',
  'transport.login-refused',
  'transport.host-key-unknown',
  'transport.host-key-changed',
]);

/** Builds commands, uploads and jobs on top of a raw host: quoting, sudo, log, redaction, one retry of what only looks. */
export function hostTransport(options: HostTransportOptions): HostTransport {
  const { raw, redactor, clock } = options;
  const { host } = raw;
  const log = (level: LogLine['level'], text: string): void =>
    options.onLog?.({ host, level, text: redactor.text(text) });
  const sudo = options.user !== 'root';

  const once = async (command: Command<CommandKind>, how: HandOptions): Promise<ExecResult> => {
    const wire = wireForm(command, { sudo, hasStdin: how.stdin !== undefined });
    // What a change prints is part of the story; what a look prints is parsed and only shown to who asks.
    const tell = (stream: 'out' | 'err') => (line: string) => {
      if (command.kind === 'change' && !how.isQuiet) log(stream, line);
      how.onLine?.(line, stream);
    };
    const out = collectText(host, tell('out'));
    const err = collectText(host, tell('err'));
    let broken: unknown;
    const breaker = new AbortController();
    const guarded = (push: (chunk: Uint8Array) => void) => (chunk: Uint8Array) => {
      if (broken !== undefined) return;
      try {
        push(chunk);
      } catch (error) {
        broken = error;
        breaker.abort();
      }
    };
    const unlink = follow(breaker, how.signal);
    options.onRoundTrip?.();
    try {
      const stdin = wire.stdinHead || how.stdin ? joined(wire.stdinHead, how.stdin) : undefined;
      const code = await raw.run({
        kind: command.kind,
        line: wire.line,
        killLine: wire.killLine,
        ...(stdin ? { stdin } : {}),
        signal: breaker.signal,
        timeoutMs: how.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        onOut: guarded(how.onOut ?? out.push),
        onErr: guarded(err.push),
      });
      if (broken !== undefined) throw broken;
      const result = { code, stdout: out.end(), stderr: err.end() };
      if (sudo && code === 1 && /^sudo: .*password is required/m.test(result.stderr)) {
        throw fail('transport.sudo-refused', {
          params: { host, user: options.user },
          evidence: lastLines(redactor.text(result.stderr)),
          subject: { host },
        });
      }
      return result;
    } catch (error) {
      if (neverSent(error)) throw error;
      throw withEvidence(broken ?? error, [
        redactor.text(logText(command)).slice(0, LONGEST_EVIDENCE),
        ...lastLines(redactor.text(out.soFar() + err.soFar()), 10),
      ]);
    } finally {
      unlink();
    }
  };

  const hand: Hand = {
    host,
    clock,
    jobsFolder: options.jobsFolder ?? JOBS_FOLDER,
    async exec(command, how = {}) {
      for (const secret of secretsOf(command)) redactor.add(secret);
      if (!how.isQuiet) {
        log(command.kind === 'read' ? 'look' : 'change', shortened(logText(command)));
      }
      try {
        return await once(command, how);
      } catch (error) {
        // Looking twice is harmless; a change may have happened, so only the runner may try again (it looks first).
        if (command.kind !== 'read' || how.stdin || how.onOut || !isConnectionLost(error)) throw error;
        log('note', `the connection was lost; looking again in ${RECONNECT_AFTER_MS} ms`);
        await clock.wait(RECONNECT_AFTER_MS, how.signal);
        return once(command, how);
      }
    },
    note: (text) => log('note', text),
    line: (text, stream) => log(stream, text),
  };

  return {
    host,
    exec(command: Command<CommandKind>, execOptions: ExecOptions = {}) {
      const { stdin, ...rest } = execOptions;
      return hand.exec(command, { ...rest, ...(stdin === undefined ? {} : { stdin: onePiece(stdin) }) });
    },
    upload: (asset, target, uploadOptions) => uploadAsset(hand, asset, target, uploadOptions),
    job: (id, command, execOptions) => runJob(hand, id, command, execOptions),
    forward: (address, port) => raw.forward(address, port),
    pendingJobs: () => pendingJobs(hand),
    awaitJob: (id, waitOptions) => awaitJob(hand, id, waitOptions),
    reapJob: (id) => reapJob(hand, id),
    download: (file) => downloadFile(hand, file),
  };
}

function neverSent(error: unknown): boolean {
  return error instanceof DiagnosticError && NEVER_SENT.has(error.diagnostics[0].code);
}

function withEvidence(error: unknown, evidence: readonly string[]): unknown {
  if (!(error instanceof DiagnosticError)) return error;
  const [first, ...rest] = error.diagnostics;
  const told: Diagnostic = { ...first, evidence: [...first.evidence, ...evidence] };
  return new DiagnosticError(told, ...rest);
}

function shortened(text: string): string {
  if (text.length <= LONGEST_LOGGED_COMMAND) return text;
  return `${text.slice(0, LONGEST_LOGGED_COMMAND)} ... (${text.length} characters)`;
}

async function* joined(
  head: Uint8Array | undefined,
  rest: AsyncIterable<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  if (head) yield head;
  if (rest) yield* rest;
}

async function* onePiece(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof input === 'string' ? new TextEncoder().encode(input) : input;
}
