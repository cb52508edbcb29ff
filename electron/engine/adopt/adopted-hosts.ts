import type { Host } from '../../api/site.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import { extraFact } from '../facts/registry.ts';
import { addressOf } from '../site/net.ts';
import { networkFilesFact } from '../steps/base/network-facts.ts';
import { adoptedNetwork } from './adopted-network.ts';
import { speedsFact } from './cluster-facts.ts';
import type { ClusterReading } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

type Hardware = NonNullable<Host['hardware']>;
type Disk = Hardware['disks'][number];
type Nic = Hardware['nics'][number];

/** A node as a site file says it. */
export interface AdoptedHost extends Pick<Host, 'name' | 'origin' | 'os' | 'roles' | 'address' | 'links'> {
  readonly hardware?: Hardware;
  readonly network?: NonNullable<Host['network']>;
}

const GIB = 1024 ** 3;
const NIC_NAME = /^[a-z][a-z0-9_.-]{1,14}$/i;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
/** What smartctl knows too: whole disks that are built in. */
const BUILT_IN = /^(sd|hd|vd|nvme|mmcblk)/;

/**
 * The nodes of a cluster, existing ones all: nothing installs them. One that was not read is named with what the others know.
 * @param links cluster link addresses by node
 */
export function adoptedNodes(
  { nodes }: ClusterReading,
  links: ReadonlyMap<string, Readonly<Record<string, string>>>,
  remarks: Remarks,
): readonly AdoptedHost[] {
  return nodes.map(({ name, address, seen }): AdoptedHost => {
    const own = links.get(name) ?? {};
    const host = { name, origin: 'existing', os: 'pve', roles: ['pve-node'], address, links: own } as const;
    if (!seen.read) return { ...host, roles: [...host.roles] };
    const hardware = hardwareOf(name, address, seen.facts, own, remarks);
    const files = remarks.valueOf(name, '/etc/network/interfaces', extraFact(seen.facts, networkFilesFact));
    const network = files && adoptedNetwork({ name, address, links: own }, seen.facts, files.live, remarks);
    return { ...host, roles: [...host.roles], ...(hardware ? { hardware } : {}), ...(network ? { network } : {}) };
  });
}

function hardwareOf(
  host: string,
  address: string,
  facts: HostFacts,
  links: Readonly<Record<string, string>>,
  remarks: Remarks,
): Hardware | undefined {
  const cpu = remarks.valueOf(host, 'CPU', facts.cpu);
  const memory = remarks.valueOf(host, 'memory', facts.memory);
  const devices = remarks.valueOf(host, 'disks', facts.disks);
  const interfaces = remarks.valueOf(host, 'interfaces', facts.interfaces);
  const disks = (devices ?? []).flatMap(({ type, name, serial, model, sizeBytes, rotational, removable }): Disk[] => {
    if (type !== 'disk' || removable || !BUILT_IN.test(name) || sizeBytes <= 0) return [];
    if (serial === '') {
      remarks.notHeld(`${host}: disk ${name} has no serial`);
      return [];
    }
    return [{ serial, ...(model === '' ? {} : { model }), sizeGb: wholeGb(sizeBytes), rotational }];
  });
  const said = extraFact(facts, speedsFact);
  const nics = (interfaces ?? []).flatMap(({ name, mac, physical, addresses }): Nic[] => {
    if (!physical || !MAC.test(mac) || !NIC_NAME.test(name)) return [];
    const speed = said.known ? said.value.get(name) : undefined;
    if (speed === undefined) remarks.assumed('hosts[].hardware.nics[].speedMbps', '1000');
    const own = addresses.map(addressOf);
    const link = Object.entries(links).find(([, at]) => at !== address && own.includes(at))?.[0];
    return [{ name, mac, speedMbps: speed ?? 1000, ...(link === undefined ? {} : { link: Number(link) }) }];
  });
  if (!cpu && !memory && disks.length === 0 && nics.length === 0) return undefined;
  return {
    ...(cpu ? { cores: cpu.cores } : {}),
    ...(memory ? { memoryGib: pluggedGib(memory.totalBytes) } : {}),
    disks,
    nics,
  };
}

/** As makers count: 10^9 bytes. */
function wholeGb(bytes: number): number {
  const gb = bytes / 1e9;
  return gb >= 10 ? Math.round(gb) : Math.max(0.01, Math.round(gb * 100) / 100);
}

/** The kernel keeps some for itself: the next multiple of 4 GiB where it is near, else what it may use, rounded up. */
function pluggedGib(bytes: number): number {
  const seen = bytes / GIB;
  const next = Math.ceil(seen / 4) * 4;
  return seen >= next * 0.95 ? next : Math.max(1, Math.ceil(seen));
}
