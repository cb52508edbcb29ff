import { DiagnosticError, fail } from '../../../../api/diagnostic.ts';
import { failureOf } from '../../../pve/failure.ts';
import { type Command, type CommandKind, logText } from '../../../shell/command.ts';
import type { ExecOptions, ExecResult, Transport } from '../../../transport/port.ts';

/** Runs a change; a code other than 0 is an error that shows the last lines of both streams. */
export async function runChange(
  transport: Transport,
  command: Command<'change'>,
  options?: ExecOptions,
): Promise<ExecResult> {
  return mustSucceed(transport.host, command, await transport.exec(command, options));
}

/** The same for a change that may take longer than 5 s. */
export async function runJob(
  transport: Transport,
  id: string,
  command: Command<'change'>,
  options?: ExecOptions,
): Promise<ExecResult> {
  return mustSucceed(transport.host, command, await transport.job(id, command, options));
}

/** What a person needs of an output: the last lines, the error stream at the end. */
export function evidenceOf(result: ExecResult): readonly string[] {
  return [...lastLines(result.stdout), ...lastLines(result.stderr)];
}

/**
 * The result of a command that ended with 0. Anything else is an error: what the vendor's refusals mean is said by one place
 * (a busy lock and a lost quorum pass by themselves), and what it does not know is shown with its last lines.
 */
export function mustSucceed(host: string, command: Command<CommandKind>, result: ExecResult): ExecResult {
  if (result.code === 0) return result;
  const told = failureOf(host, command, result);
  if (told.code !== 'pve.command-failed') throw new DiagnosticError(told);
  throw fail('machine.command-failed', {
    params: { host, command: logText(command) },
    evidence: [`exit code ${result.code}`, ...evidenceOf(result)],
    subject: { host },
  });
}

function lastLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-12);
}
