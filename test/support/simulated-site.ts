import { debianCommandSet } from '../../electron/engine/rehearsal/debian/command-set.ts';
import type { CommandSet, SimHostSpec } from '../../electron/engine/rehearsal/kernel/program.ts';
import { createWorld, type SimWorld } from '../../electron/engine/rehearsal/kernel/world.ts';
import type { WorldOptions } from '../../electron/engine/rehearsal/kernel/world-options.ts';

/** A plain Debian host of the simulated site, with one disk and one NIC. */
export function debianHost(name: string, address: string, extra: Partial<SimHostSpec> = {}): SimHostSpec {
  return {
    name,
    os: 'debian',
    osVersion: '12',
    addresses: { ens18: [`${address}/24`] },
    hardware: {
      cores: 2,
      memoryBytes: 2 * 1024 ** 3,
      virtualisation: false,
      systemSerial: `SER-${name}`,
      disks: [
        {
          name: 'sda',
          serial: `D-${name}`,
          model: 'QEMU HARDDISK',
          sizeBytes: 32 * 1024 ** 3,
          rotational: false,
          use: 'ext4',
        },
      ],
      nics: [{ name: 'ens18', mac: 'bc:24:11:00:00:01', speedMbps: 1000 }],
    },
    authorizedKeys: {},
    domain: 'example.lan',
    gateway: '192.168.1.1',
    ...extra,
  };
}

export function debianWorld(options: Partial<WorldOptions> = {}, sets: readonly CommandSet[] = []): SimWorld {
  return createWorld({
    seed: 7,
    hosts: [debianHost('vm1', '192.168.1.21')],
    commandSets: [...sets, debianCommandSet],
    compression: 1000,
    ...options,
  });
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a shell command on a host of the world, without SSH. */
export async function sh(
  world: SimWorld,
  script: string,
  options: { readonly host?: string; readonly stdin?: string } = {},
): Promise<Ran> {
  const host = world.hosts.get(options.host ?? 'vm1');
  if (!host) throw new Error(`no host ${options.host}`);
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const code = await world.run(host, ['sh', '-c', script], {
    stdin: Buffer.from(options.stdin ?? ''),
    stdout: (chunk) => out.push(chunk),
    stderr: (chunk) => err.push(chunk),
  });
  if (world.defects.length > 0) throw new Error(world.defects.join('\n'));
  return { code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
}
