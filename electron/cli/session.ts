import type { Writable } from 'node:stream';
import type { Surface } from '../api/procedure.ts';
import type { Language } from '../api/text.ts';
import type { EngineClient, NodeHttpHandler } from '../engine/engine.ts';

/** Exit codes of the command line, the same for every command. */
export const EXIT = { done: 0, failed: 1, badInput: 2, cancelled: 3, changes: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What every command works with. Commands return their exit code; only main ends the process. */
export interface Session {
  readonly client: EngineClient;
  /** The router for the loopback server, behind the gate. */
  readonly serve: (surface: Surface) => NodeHttpHandler;
  /** The built page. */
  readonly pageFolder: string;
  readonly language: Language;
  readonly out: Writable;
  readonly err: Writable;
  readonly colour: boolean;
  /** Aborted once by Ctrl+C (stop after the step), a second time at once. */
  readonly onInterrupt: (listener: (times: number) => void) => () => void;
}

/** What showing needs; known before an engine is opened. */
export type View = Pick<Session, 'language' | 'out' | 'err' | 'colour'>;

export function print(stream: Writable, line: string): void {
  stream.write(`${line}\n`);
}
