import { DiagnosticError, diagnostic } from '../../../../api/diagnostic.ts';
import { type Command, change, read } from '../../../shell/command.ts';
import type { ExecOptions, ExecResult } from '../../../transport/port.ts';
import type { ApplyContext } from '../../step.ts';
import { MAKING_FOLDER } from '../machine-facts.ts';
import type { Leftover } from './guests.ts';
import { mustSucceed, runJob } from './run-change.ts';

export interface GuestToMake {
  readonly id: number;
  /** The node on which the command runs. */
  readonly node: string;
  readonly jobId: string;
  /** `qm create` or `qm clone`. */
  readonly command: Command<'change'>;
  /** What a power cut left of an earlier try. */
  readonly leftover?: Leftover | undefined;
  /** The guest that is cloned: its id is the one that the task is listed under. */
  readonly source?: number;
}

/**
 * Makes a guest by one long command. Proxmox takes the id first by a configuration that is locked, and a power cut leaves it
 * so for ever (pve-facts 4.6): a mark on the node says for as long as the command runs that this is ours.
 */
export async function makeGuest(context: ApplyContext, order: GuestToMake): Promise<ExecResult> {
  const { id, node, command } = order;
  const transport = context.transport(node);
  const options: ExecOptions = { signal: context.signal, timeoutMs: 3_600_000 };
  if (order.leftover) await removeLeftover(context, order.leftover, order.source);
  return mustSucceed(node, command, await transport.job(order.jobId, marked(id, command), options));
}

/** The same command with a mark on its host for as long as it runs; one that is killed or loses its power leaves it. */
export function marked(id: number, command: Command<'change'>): Command<'change'> {
  const mark = `${MAKING_FOLDER}/${id}`;
  return change`mkdir -p ${MAKING_FOLDER} && touch ${mark} && sync ${mark} || exit 1
${command}
code=$?
rm -f ${mark}
exit $code`;
}

/** Takes away what a power cut left of our own try. While a task may still work on it, it is left alone. */
async function removeLeftover(context: ApplyContext, leftover: Leftover, source?: number): Promise<void> {
  const { id, node, lock } = leftover;
  const transport = context.transport(node);
  const active = await transport.exec(read`pvesh get /nodes/${node}/tasks --source active --output-format json`);
  // the UPID is searched, not the fields: it is in every version's answer
  const ofGuest = [id, ...(source === undefined ? [] : [source])].some((one) => active.stdout.includes(`:${one}:`));
  if (active.code !== 0 || ofGuest)
    throw new DiagnosticError(
      diagnostic('machine.locked', { params: { id: String(id), node, lock }, subject: { host: node } }),
    );
  context.note(`${node}: guest ${id} was left half made (lock ${lock}); it is removed and made again`);
  // one command: between an unlock and a removal another power cut would leave a half guest that looks whole
  const command = change`qm destroy ${id} --skiplock 1 --purge 1 --destroy-unreferenced-disks 1`;
  await runJob(transport, `machines.clear-${id}`, command, { signal: context.signal, timeoutMs: 600_000 });
}
