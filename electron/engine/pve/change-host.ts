import { DiagnosticError } from '../../api/diagnostic.ts';
import { type Command, logText } from '../shell/command.ts';
import type { ExecResult, Transport } from '../transport/port.ts';
import { failureOf, isLockTrouble } from './failure.ts';
import type { Patience } from './patience.ts';

export interface ChangeOptions {
  readonly timeoutMs?: number;
  readonly stdin?: string;
  /** A failure that says so means that it is already as wanted: no error. */
  readonly already?: RegExp;
  /** It may take more than 5 s: run as the job of this id, which outlives the link; without `stdin`. Both streams come as stdout. */
  readonly job?: string;
}

const LOCK_TRIES = 4;
const LOCK_PAUSE_MS = 5_000;

/**
 * Runs one changing command of the vendor. A busy lock is tried again; any other failure is thrown as a DiagnosticError.
 * 0 does not prove that it worked (pvecm, pvesh, qm template and qm resize end with 0 when their task failed): read the
 * state back.
 */
export async function changeHost(
  transport: Transport,
  patience: Patience,
  command: Command<'change'>,
  options: ChangeOptions = {},
): Promise<ExecResult> {
  for (let tried = 1; ; tried += 1) {
    const how = {
      signal: patience.signal,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    };
    const result =
      options.job === undefined ? await transport.exec(command, how) : await transport.job(options.job, command, how);
    if (result.code === 0) return result;
    if (options.already?.test(`${result.stdout}\n${result.stderr}`)) return result;
    if (!isLockTrouble(result) || tried >= LOCK_TRIES)
      throw new DiagnosticError(failureOf(transport.host, command, result));
    patience.note(`${transport.host}: another change holds a lock; trying again: ${logText(command)}`);
    await patience.wait(LOCK_PAUSE_MS);
  }
}
