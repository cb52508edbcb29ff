import { fail } from '../../api/diagnostic.ts';
import { parseEntries } from '../facts/parse/text.ts';
import { saidBy } from '../pve/failure.ts';
import { type Command, type CommandKind, logText } from '../shell/command.ts';
import type { ExecOptions, ExecResult, ReadTransport, Transport } from '../transport/port.ts';
import type { DrillContext } from './drill.ts';

/** A look that must not hang on a node that is about to be cut off. */
export const LOOK_TIMEOUT_MS = 20_000;

/** What a node says now, as a list of objects. Throws `transport.*` and `drill.command-failed`. */
export async function askList(context: DrillContext, host: string, command: Command<'read'>) {
  const result = await mustLook(context.read(host), command, { signal: context.signal, timeoutMs: LOOK_TIMEOUT_MS });
  return parseEntries(result.stdout, 'the answer');
}

/** Runs a look that has to end with 0. */
export async function mustLook(
  transport: ReadTransport,
  command: Command<'read'>,
  options: ExecOptions,
): Promise<ExecResult> {
  const result = await transport.exec(command, options);
  if (result.code !== 0) throw commandFailed(transport.host, command, result);
  return result;
}

/** Runs a change that has to end with 0. */
export async function mustRun(
  transport: Transport,
  command: Command<'change'>,
  options: ExecOptions,
): Promise<ExecResult> {
  const result = await transport.exec(command, options);
  if (result.code !== 0) throw commandFailed(transport.host, command, result);
  return result;
}

/** `drill.command-failed` of a command that ended otherwise than with 0, with what it said. */
export function commandFailed(host: string, command: Command<CommandKind>, result: ExecResult) {
  return fail('drill.command-failed', {
    params: { host, command: logText(command).slice(0, 200) },
    evidence: [`exit code ${result.code}`, ...saidBy(result)],
    subject: { host },
  });
}

/** Whether a host answers a command now, over a new connection. */
export async function answers(context: DrillContext, host: string, command: Command<'read'>): Promise<boolean> {
  try {
    await context.reconnect(host);
    const result = await context.read(host).exec(command, { signal: context.signal, timeoutMs: 8_000 });
    return result.code === 0;
  } catch {
    context.signal.throwIfAborted();
    return false;
  }
}
