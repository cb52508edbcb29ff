import type { SimHardware } from '../../kernel/hardware.ts';
import type { SimHostSpec, World } from '../../kernel/program.ts';
import type { BootMode } from '../medium/boot-head.ts';

export const INSTALL = 'install';

/** Everything about the bare machines that outlives a process. Plain JSON. */
export interface InstallState {
  machines: Record<string, MachineState>;
}

export interface MachineState {
  readonly name: string;
  readonly hardware: SimHardware;
  readonly bootMode: BootMode;
  /** MAC of the port that is plugged into the management network. */
  readonly lanMac: string;
  /** Seconds by which its clock is off. */
  clockOffsetSeconds: number;
  /** What lies on its disks, by disk name; '' = erased or blank. */
  disks: Record<string, string>;
  /** A system that is installed and has not been started yet. */
  waiting?: InstalledSystem;
  /** Name of the host that it has become. */
  hostName?: string;
  /** First-boot program of the system it runs. */
  firstBoot?: FirstBoot;
  /** How many times its disks were erased. */
  erasures: number;
}

export type Ordering = 'before-network' | 'network-online' | 'fully-up';

export interface FirstBoot {
  readonly ordering: Ordering;
}

/** An installed system as it lies on the disk. */
export interface InstalledSystem {
  readonly spec: SimHostSpec;
  readonly firstBoot?: FirstBoot & { readonly programBase64: string };
  /** 9.2: staged for its own unit. */
  readonly subscriptionKey?: string;
}

export function installState(world: World): InstallState {
  return world.slice<InstallState>(INSTALL);
}

/** The machine that has become a host. */
export function machineOfHost(world: World, hostName: string): MachineState | undefined {
  return Object.values(installState(world).machines).find((machine) => machine.hostName === hostName);
}
