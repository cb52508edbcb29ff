import type { Host, Site } from '../../../../api/site.ts';
import type { MachineState } from './install-state.ts';
import { machineHardware, managementMac } from './machine-hardware.ts';
import { numberOf } from './made-up.ts';

/** Some old, most new. */
const ONE_BIOS_IN = 4;

/** The machine behind a host as it comes out of its box. */
export function newMachine(site: Site, host: Host): MachineState {
  const hardware = machineHardware(site, host);
  return {
    name: host.name,
    hardware,
    bootMode: numberOf(`${site.id}/${host.name}/firmware`, ONE_BIOS_IN) === 0 ? 'bios' : 'efi',
    lanMac: managementMac(host, hardware),
    clockOffsetSeconds: 0,
    disks: {},
    erasures: 0,
  };
}
