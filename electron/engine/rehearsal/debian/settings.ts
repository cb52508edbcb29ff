import type { World } from '../kernel/program.ts';

/** What Debian's programs keep per host beside its files. Plain JSON. */
export interface HostSettings {
  gateway: string;
  nameservers: string[];
  timezone: string;
  machineId: string;
  /** MAC by interface, made once where the hardware names none. */
  macs: Record<string, string>;
  journal: { at: number; unit: string; message: string }[];
  /** Simulated seconds by which this host's clock is off. */
  clockOffsetSeconds: number;
  /** chrony was started and may set the clock at once, but no source has answered yet. */
  awaitsFirstSource?: boolean;
  /** Addresses of file and backup servers outside the simulation that answer it. */
  storageServers?: readonly string[];
  /** Lines on the screen of its first console; absent = never drawn. */
  console?: string[];
}

export interface DebianState {
  hosts: Record<string, HostSettings>;
}

export const DEBIAN = 'debian';

/** What the host was set to; made at the first question. */
export function settingsOf(world: World, host: { readonly name: string }): HostSettings {
  const state = world.slice<DebianState>(DEBIAN);
  let settings = state.hosts[host.name];
  if (!settings) {
    settings = {
      gateway: '',
      nameservers: [],
      timezone: 'Etc/UTC',
      machineId: Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join(''),
      macs: {},
      journal: [],
      clockOffsetSeconds: 0,
    };
    state.hosts[host.name] = settings;
  }
  return settings;
}

/** One line for journalctl; the newest thousand stay. */
export function log(world: World, host: { readonly name: string }, unit: string, message: string): void {
  const { journal } = settingsOf(world, host);
  journal.push({ at: world.now(), unit, message });
  if (journal.length > 1000) journal.splice(0, journal.length - 1000);
  world.changed();
}
