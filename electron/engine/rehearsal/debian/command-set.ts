import type { CommandSet, Program, SimHost, World } from '../kernel/program.ts';
import { shProgram } from '../kernel/shell/sh-program.ts';
import { layOutDebian } from './base-system.ts';
import { cloudInit } from './cloud-init.ts';
import { consoleMounts, drawLogin } from './console.ts';
import { debianFaults, skewClock } from './faults.ts';
import { filePrograms } from './file-programs.ts';
import { grep } from './grep.ts';
import { networkPrograms } from './network-programs.ts';
import { packagePrograms } from './package-programs.ts';
import { kernelMount } from './proc-mount.ts';
import { sed } from './sed.ts';
import { DEBIAN, type DebianState, settingsOf } from './settings.ts';
import { smartctl } from './smartctl.ts';
import { sshPrograms } from './ssh-programs.ts';
import { storagePrograms } from './storage-programs.ts';
import { systemPrograms } from './system-programs.ts';
import { systemdPrograms } from './systemd-programs.ts';
import { textPrograms } from './text-programs.ts';
import { stepClock, timePrograms } from './time-programs.ts';
import { webPrograms } from './web-programs.ts';
import { zoneinfoMount } from './zoneinfo-mount.ts';

/** Programs that only exist with a package (on either system) . */
const NEEDS_PACKAGE: Readonly<Record<string, string>> = { curl: 'curl' };
/** Programs a PVE node has and a plain guest has not, and the other way round. */
const ONLY_ON: Readonly<Record<string, SimHost['os']>> = { 'cloud-init': 'debian', smartctl: 'pve' };

const programs: Readonly<Record<string, Program>> = {
  sh: shProgram,
  dash: shProgram,
  bash: shProgram,
  ...textPrograms,
  ...filePrograms,
  ...systemPrograms,
  ...systemdPrograms,
  ...networkPrograms,
  ...storagePrograms,
  ...timePrograms,
  ...sshPrograms,
  ...webPrograms,
  ...packagePrograms,
  grep,
  egrep: grep,
  fgrep: grep,
  sed,
  'cloud-init': cloudInit,
  smartctl,
};
/** The world of each host: mounts are asked by host only. */
const worlds = new WeakMap<SimHost, World>();
const worldOf = (host: SimHost) => worlds.get(host);

/**
 * Debian's own programs, on every host. Not simulated, and failing as unknown (127): perl, python3, awk, vi, nc. A real PVE
 * node has perl; the engine does not use it (a known limit of the rehearsal).
 */
export const debianCommandSet: CommandSet = {
  id: DEBIAN,
  programs,
  installedOn: (host, name) => {
    const needed = NEEDS_PACKAGE[name];
    if (needed !== undefined && !host.packages.has(needed)) return false;
    const system = ONLY_ON[name];
    return system === undefined || system === host.os;
  },
  mounts: [kernelMount('/proc', worldOf), kernelMount('/sys', worldOf), zoneinfoMount, ...consoleMounts(worldOf)],
  faults: debianFaults,
  initialState: (): DebianState => ({ hosts: {} }),
  start: (world) => {
    for (const host of world.hosts.values()) {
      worlds.set(host, world);
      skewClock(world, host);
    }
  },
  unitAction: (world, host, unit, action) => {
    if (/^getty@tty1(\.service)?$/.test(unit) && (action === 'start' || action === 'restart')) drawLogin(world, host);
    if (unit === 'chrony' && (action === 'start' || action === 'restart')) stepClock(world, host);
    return undefined;
  },
  hostChanged: (world, host, change, spec) => {
    worlds.set(host, world);
    if (change === 'created') {
      layOutDebian(world, host, spec);
      skewClock(world, host);
    }
    if (change === 'removed') delete world.slice<DebianState>(DEBIAN).hosts[host.name];
    if (change === 'powered-on') {
      // The screen is dark until agetty draws on it; /run is memory: empty after a boot.
      delete settingsOf(world, host).console;
      for (const name of host.files.list('/run') ?? []) host.files.removeTree(`/run/${name}`);
      host.files.makeDirectories('/run/lock');
    }
  },
};
