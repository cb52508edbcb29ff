import { type Command, change } from '../shell/command.ts';
import type { ExecOptions, ExecResult, Transport } from '../transport/port.ts';

/**
 * Installs packages as a detached job. Where a power cut ended an earlier installation, apt refuses everything until dpkg has
 * finished what it began ("dpkg was interrupted", seen on Debian 12): that is done first, and then it is tried once more.
 * Gives the last result, whatever its code.
 */
export async function runAptJob(
  transport: Transport,
  note: (text: string) => void,
  id: string,
  install: Command<'change'>,
  options: ExecOptions,
): Promise<ExecResult> {
  const result = await transport.job(id, install, options);
  if (result.code === 0 || !/dpkg was interrupted/.test(`${result.stdout}\n${result.stderr}`)) return result;
  note(`${transport.host}: an installation was broken off there; dpkg finishes it`);
  // Its code decides nothing: what it cannot finish, apt unpacks anew.
  await transport.job(
    `${id}.repair`,
    change`env DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a`,
    options,
  );
  return transport.job(id, install, options);
}
