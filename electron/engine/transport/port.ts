import type { Duplex } from 'node:stream';
import type { Command, CommandKind } from '../shell/command.ts';

/**
 * How the engine reaches a host. Steps see only these types; what is behind (ssh, ssh via another host, local) is wired
 * by engine.ts. A lost connection is an error (DiagnosticError `transport.*`), never an exit code.
 */
export interface ExecResult {
  /** Exit status of the remote command, 0..255. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly signal?: AbortSignal;
  /** Deadline for the whole command; default 60 000. */
  readonly timeoutMs?: number;
  /** Sent to standard input, then closed. Without it stdin is empty. */
  readonly stdin?: string | Uint8Array;
  readonly onLine?: (line: string, stream: 'out' | 'err') => void;
}

/** No job is given longer by anybody: bringing back the data of a year, on a slow disk. */
export const LONGEST_JOB_MS = 12 * 3_600_000;

export interface ReadTransport {
  readonly host: string;
  /** Runs a command that only looks. The gate also refuses a change at run time. */
  exec(command: Command<'read'>, options?: ExecOptions): Promise<ExecResult>;
}

/** A file to place on a host: bytes in memory or a file of ours. */
export interface Asset {
  readonly source: { readonly bytes: Uint8Array } | { readonly path: string };
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface UploadOptions {
  /** Octal file mode, e.g. 0o600. */
  readonly mode: number;
  readonly owner?: string;
  readonly signal?: AbortSignal;
  readonly onBytes?: (sentBytes: number) => void;
}

export interface Transport extends ReadTransport {
  exec(command: Command<CommandKind>, options?: ExecOptions): Promise<ExecResult>;
  /** Temp beside target, SHA-256 compared on the far side, then rename. Equal target already there = nothing sent. */
  upload(asset: Asset, target: string, options: UploadOptions): Promise<void>;
  /**
   * A change that may take longer than 5 s: a detached unit on the host (`systemd-run`) with its log and exit file
   * below /var/lib/sitewright/jobs/<id>/. Starting is idempotent by id and command; a job that is already running, or
   * ended unreaped, is attached to and not started again. Resolves with its result, after which the job is reaped.
   */
  job(id: string, command: Command<'change'>, options?: ExecOptions): Promise<ExecResult>;
  /** Opens one TCP stream as from the host itself (`ssh -W`). Rejects with an Error that carries Node's `code`. */
  forward(address: string, port: number): Promise<Duplex>;
}

/** Opens one TCP stream; the rehearsal puts its address map here. */
export interface Dialer {
  /** Rejects with an Error whose `code` is Node's (`ECONNREFUSED`, `EHOSTUNREACH`, `ETIMEDOUT`). */
  connect(
    address: string,
    port: number,
    options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
  ): Promise<Duplex>;
}
