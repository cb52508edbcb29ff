import type { Duplex } from 'node:stream';
import type { CommandKind } from '../shell/command.ts';

/** One command line for the shell of a host, as bytes in and bytes out: what ssh and local have in common. */
export interface RawRequest {
  readonly kind: CommandKind;
  /** What the shell of the host is given. It may be seen there in the list of processes: no secret is in it. */
  readonly line: string;
  /** Sent to standard input, then closed. Absent = nothing is sent and it stays open. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** The line that ends what `line` started, for a connection that cannot. */
  readonly killLine: (signal: 'TERM' | 'KILL') => string;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  readonly onOut: (chunk: Uint8Array) => void;
  readonly onErr: (chunk: Uint8Array) => void;
}

export interface RawHost {
  readonly host: string;
  /**
   * Gives back the exit status (0..255). Rejects with DiagnosticError `transport.*` when there is none: connection
   * lost, killed from outside, stopped, deadline passed. Stopping reaches the remote process (TERM, KILL, hang up).
   */
  run(request: RawRequest): Promise<number>;
  /** Opens a TCP stream from this host to another (`ssh -W`). */
  forward(address: string, port: number): Promise<Duplex>;
  close(): Promise<void>;
}
