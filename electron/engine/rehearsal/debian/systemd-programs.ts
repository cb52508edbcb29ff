import type { Program } from '../kernel/program.ts';
import { nameOf, program } from './program.ts';
import { journalctl } from './systemd/journalctl.ts';
import { systemctl } from './systemd/systemctl.ts';
import { systemdRun } from './systemd/systemd-run.ts';

const powerProgram = (reboots: boolean): Program =>
  program({ short: 'frhPnic', long: ['force', 'reboot', 'poweroff', 'halt', 'help'] }, (context, options) => {
    const again = nameOf(context) === 'shutdown' ? options.has('r', 'reboot') : reboots;
    const { world, host } = context;
    setImmediate(() => (again ? world.reboot(host) : world.setPower(host, false)));
    return 0;
  });

export const systemdPrograms: Readonly<Record<string, Program>> = {
  systemctl,
  'systemd-run': systemdRun,
  journalctl,
  reboot: powerProgram(true),
  poweroff: powerProgram(false),
  halt: powerProgram(false),
  shutdown: powerProgram(false),
};
