import { debianCommandSet } from '../../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import type { SimHost, SimHostSpec } from '../../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { createWorld, type SimWorld } from '../../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { pveCommandSet } from '../../../../../../../electron/engine/rehearsal/pve/command-set.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A world on virtual time with ways to run commands in it. */
export interface LabWorld {
  readonly world: SimWorld;
  readonly clock: VirtualClock;
  host(name: string): SimHost;
  run(name: string, command: string): Promise<CommandResult>;
  wait(seconds: number): Promise<void>;
}

export function labHost(
  name: string,
  os: 'pve' | 'debian',
  osVersion: string,
  address: string,
  disks: SimHostSpec['hardware']['disks'] = [],
): SimHostSpec {
  const port = os === 'pve' ? 'vmbr0' : 'eth0';
  return {
    name,
    os,
    osVersion,
    addresses: { [port]: [`${address}/24`] },
    hardware: {
      cores: 2,
      memoryBytes: 25_276_063_744,
      virtualisation: true,
      systemSerial: name,
      disks: [
        {
          name: 'sda',
          serial: `${name}-a`,
          model: 'Disk',
          sizeBytes: 294_079_536_974,
          rotational: false,
          use: 'ext4:/',
        },
        ...disks,
      ],
      nics: [{ name: 'eth0', mac: '02:00:00:00:00:01', speedMbps: 1000 }],
    },
    authorizedKeys: { root: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAItool root@tool`] },
    passwords: { root: 'rootpw' },
    gateway: '192.0.2.1',
    nameservers: ['192.0.2.1'],
  };
}

export function openLab(hosts: readonly SimHostSpec[], startAt = Date.UTC(2026, 10, 21, 1, 59, 0)): LabWorld {
  const world = createWorld({ seed: 7, hosts, commandSets: [pveCommandSet, debianCommandSet], startAt });
  const clock = new VirtualClock(startAt);
  // The world's own clock follows the machine's; here time is what commands and waits make of it.
  Object.defineProperty(world, 'clock', { value: clock });
  clock.onStep = () => world.tick();
  const host = (name: string): SimHost => {
    const found = world.hosts.get(name);
    if (!found) throw new Error(`no host ${name}`);
    return found;
  };
  return {
    world,
    clock,
    host,
    wait: (seconds) => clock.sleep(seconds),
    run: async (name, command) => {
      const out: Uint8Array[] = [];
      const err: Uint8Array[] = [];
      const code = await world.run(host(name), ['bash', '-c', command], {
        stdout: (chunk) => out.push(chunk),
        stderr: (chunk) => err.push(chunk),
      });
      return { code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
    },
  };
}
