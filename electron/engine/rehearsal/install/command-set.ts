import type { CommandSet } from '../kernel/program.ts';
import { installFaults } from './faults.ts';
import { bootUp } from './first-boot.ts';
import { INSTALL, type InstallState, machineOfHost } from './model/install-state.ts';
import { inBackground } from './start-installed.ts';

/** What a simulated site remembers of its bare machines, and what happens at every start of the systems installed on them. */
export const installCommandSet: CommandSet = {
  id: INSTALL,
  programs: {},
  installedOn: () => false,
  initialState: (): InstallState => ({ machines: {} }),
  faults: installFaults,
  start: (world) => {
    // A cable that was out when the last process ended is in again.
    for (const host of world.hosts.values()) if (machineOfHost(world, host.name)) world.setPlugged(host, true);
  },
  hostChanged: (world, host, change) => {
    const machine = machineOfHost(world, host.name);
    if (machine && change === 'powered-on') inBackground(bootUp(world, host, machine.firstBoot));
  },
};
