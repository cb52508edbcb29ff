import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { SimHostSpec } from '../kernel/program.ts';

const GIB = 1024 ** 3;

const DiskSchema = z.strictObject({
  name: z.string(),
  serial: z.string(),
  model: z.string().default('Lab disk'),
  sizeBytes: z.number().int().positive(),
  rotational: z.boolean().default(false),
  /** What is on it: `system`, `zfs:rpool`, `lvm:pve`; blank when left out. */
  use: z.string().optional(),
});

const HostSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** The folder that is `/` of this host, seen by the daemon. */
  root: z.string().refine(isAbsolute, 'must be an absolute path'),
  os: z.enum(['pve', 'debian']).default('pve'),
  osVersion: z.string(),
  /** Addresses with prefix by interface: {"vmbr0": ["192.0.2.11/24"]}. */
  addresses: z.record(z.string(), z.array(z.string())),
  domain: z.string().optional(),
  cores: z.number().int().positive().default(4),
  memoryGib: z.number().positive().default(16),
  disks: z.array(DiskSchema).default([]),
  passwords: z.record(z.string(), z.string()).optional(),
  /** Where a port of the host is served: {"8006": "192.0.2.11:8006"} or {"8006": "/path/of/a.socket"}. */
  ports: z.record(z.string().regex(/^\d+$/), z.string()).default({}),
  /**
   * File that holds the process id of this host's init while the host is on. With it the host's own programs are used where
   * the simulated ones stand on them: its corosync counts the votes, its ssh copies keys, its ifreload sets the network.
   */
  leader: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
});

const SpecSchema = z.strictObject({
  seed: z.number().int().default(1),
  /** 1 = the vendor's delays as observed. */
  compression: z.number().positive().default(1),
  faults: z.array(z.string()).default([]),
  hosts: z.array(HostSchema).min(1),
});

export type HostsSpec = z.infer<typeof SpecSchema>;
export type RealHostSpec = z.infer<typeof HostSchema>;

/** Reads a spec file's text. Throws an Error that names the field and what is wrong with it. */
export function parseSpec(text: string, file: string): HostsSpec {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = SpecSchema.safeParse(value);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the spec'}: ${issue.message}`);
    throw new Error(`${file}: ${lines.join('; ')}`);
  }
  const names = parsed.data.hosts.map((host) => host.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${file}: hosts: ${twice} is there twice`);
  return parsed.data;
}

/** The host as the simulator's kernel wants it. */
export function simHostSpec(host: RealHostSpec): SimHostSpec {
  return {
    name: host.name,
    os: host.os,
    osVersion: host.osVersion,
    addresses: host.addresses,
    ...(host.domain === undefined ? {} : { domain: host.domain }),
    ...(host.passwords === undefined ? {} : { passwords: host.passwords }),
    authorizedKeys: {},
    hardware: {
      cores: host.cores,
      memoryBytes: host.memoryGib * GIB,
      virtualisation: true,
      systemSerial: `LAB-${host.name}`,
      disks: host.disks.map(({ use, ...disk }) => ({ ...disk, ...(use === undefined ? {} : { use }) })),
      nics: Object.keys(host.addresses).map((name, index) => ({
        name: name.startsWith('vmbr') ? `eno${index + 1}` : name,
        mac: `02:00:00:00:00:${(index + 1).toString(16).padStart(2, '0')}`,
        speedMbps: 1000,
      })),
    },
  };
}
