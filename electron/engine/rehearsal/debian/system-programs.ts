import type { Program } from '../kernel/program.ts';
import { builtins } from '../kernel/shell/builtins.ts';
import { agetty } from './console.ts';
import { date } from './system/date.ts';
import { dmidecode } from './system/dmidecode.ts';
import { find } from './system/find.ts';
import { flock } from './system/flock.ts';
import { hostname, logger, nproc, uname, uptime } from './system/machine.ts';
import { kill, pgrep } from './system/processes.ts';
import { detached, env, fromShell, xargs } from './system/run-command.ts';
import { sleep, timeout } from './system/time-limits.ts';
import { chpasswd, id, sudo, whoami } from './system/users.ts';

const sync: Program = async () => 0;

const which: Program = async (context) => {
  let code = 0;
  for (const name of context.argv.slice(1).filter((arg) => arg !== '-a' && arg !== '-s')) {
    if (context.world.findProgram(context.host, name, context.cwd) === 'found')
      context.stdout(`${name.includes('/') ? name : `/usr/bin/${name}`}\n`);
    else code = 1;
  }
  return code;
};

/** Programs about the machine, time, users, processes. */
export const systemPrograms: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(
    ['true', 'false', 'echo', 'printf', 'test', '[', 'pwd']
      .filter((name) => name in builtins)
      .map((name) => [name, fromShell(name)]),
  ),
  date,
  sleep,
  hostname,
  uname,
  id,
  env,
  timeout,
  nohup: detached,
  setsid: detached,
  flock,
  logger,
  nproc,
  uptime,
  dmidecode,
  agetty,
  sync,
  find,
  xargs,
  which,
  whoami,
  sudo,
  chpasswd,
  kill,
  pgrep,
  pkill: pgrep,
};
