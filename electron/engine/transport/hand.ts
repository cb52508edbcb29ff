import { DiagnosticError } from '../../api/diagnostic.ts';
import type { Clock } from '../shell/clock.ts';
import type { Command, CommandKind } from '../shell/command.ts';
import type { ExecResult } from './port.ts';

/** What upload and job are built from: a command with a log level, raw standard input, and reading that retries. */
export interface Hand {
  readonly host: string;
  readonly clock: Clock;
  /** Where detached jobs live on the host. */
  readonly jobsFolder: string;
  exec(command: Command<CommandKind>, options?: HandOptions): Promise<ExecResult>;
  note(text: string): void;
  line(text: string, stream: 'out' | 'err'): void;
}
export interface HandOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onLine?: (line: string, stream: 'out' | 'err') => void;
  /** Bytes of standard output instead of text (`stdout` is then empty). */
  readonly onOut?: (chunk: Uint8Array) => void;
  /** Not worth a line in the log (the polls of a job). */
  readonly isQuiet?: boolean;
}

/** Whether trying again over a new connection can help. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics[0].code === 'transport.connection-lost';
}
