import { HOST_MEMORY_GIB } from '../../../electron/api/host-memory.ts';
import { usableSize } from '../../../electron/api/raid.ts';
import type { Site } from '../../../electron/api/site.ts';
import { diskSerials, type SiteStorage } from '../../../electron/api/site-storage.ts';
import { whatIf } from '../storage/what-if.ts';

/** GiB in a GB of the label of a disk. */
const GIB_PER_GB = 1e9 / 2 ** 30;

export interface Figure {
  readonly used: number;
  /** Absent: nobody told yet what the machine has. */
  readonly total: number | undefined;
}

export interface DiskFigure extends Figure {
  readonly storage: string;
}

export interface NodeCapacity {
  readonly node: string;
  /** Machines that run there then. */
  readonly machines: readonly string[];
  /** GiB for machines: what Proxmox keeps for itself is taken off. */
  readonly memory: Figure;
  /** Virtual processors against the node's cores: more than there are share them. */
  readonly cores: Figure;
  /** GiB by storage; a replicated disk lies on both ends, whoever runs. */
  readonly disks: readonly DiskFigure[];
}

export interface CapacityCase {
  /** The node that is down; absent = all are up. */
  readonly lost: string | undefined;
  readonly nodes: readonly NodeCapacity[];
  /** Machines that run nowhere then: nobody holds a copy of their disk. */
  readonly nowhere: readonly string[];
}

/**
 * What each node carries with all nodes up, and with any one down. After a failure a machine is counted where HA would start it, or
 * where a person could from its copy: the same worst case as the rule that warns.
 */
export function capacityCases(site: Site): readonly CapacityCase[] {
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  const lost = nodes.length > 1 ? [undefined, ...nodes.map((node) => node.name)] : [undefined];
  return lost.map((down) => {
    const after = whatIf(site, down === undefined ? [] : [{ kind: 'host', name: down }]);
    const left = nodes.filter((node) => node.name !== down);
    const places = new Map(
      site.machines.map((machine, index) => {
        const byHand = machine.replication?.to.find((name) => left.some((node) => node.name === name));
        return [machine.name, after.machines[index]?.on ?? (machine.node === down ? byHand : machine.node)];
      }),
    );
    return {
      lost: down,
      nodes: left.map((node): NodeCapacity => {
        const here = site.machines.filter((machine) => places.get(machine.name) === node.name);
        const { memoryGib, cores } = node.hardware ?? {};
        return {
          node: node.name,
          machines: here.map((machine) => machine.name),
          memory: {
            used: here.reduce((sum, machine) => sum + machine.memoryMib, 0) / 1024,
            total: memoryGib === undefined ? undefined : Math.max(0, memoryGib - HOST_MEMORY_GIB),
          },
          cores: { used: here.reduce((sum, machine) => sum + machine.cores, 0), total: cores },
          disks: disksOf(site, node.name),
        };
      }),
      nowhere: site.machines.filter((machine) => places.get(machine.name) === undefined).map((machine) => machine.name),
    };
  });
}

/** What lies on a node's storages: the disks of its own machines and the copies of others. Shared storage is not the node's. */
function disksOf(site: Site, node: string): readonly DiskFigure[] {
  const used = new Map<string, number>();
  for (const machine of site.machines) {
    if (machine.node !== node && !machine.replication?.to.includes(node)) continue;
    used.set(machine.storage, (used.get(machine.storage) ?? 0) + machine.diskGib);
  }
  const made = site.storages.filter((storage) => diskSerials(storage, node).length > 0).map((storage) => storage.id);
  return [...new Set([...made, ...used.keys()])]
    .filter((id) => !site.storages.some((storage) => storage.id === id && isShared(storage)))
    .map((id) => {
      const storage = site.storages.find((entry) => entry.id === id);
      return { storage: id, used: used.get(id) ?? 0, total: storage && sizeGib(site, storage, node) };
    });
}

function isShared({ type }: SiteStorage): boolean {
  return type === 'nfs' || type === 'cifs' || type === 'pbs';
}

/** What the storage holds on a node, where all its disks are in the inventory. */
function sizeGib(site: Site, storage: SiteStorage, node: string): number | undefined {
  const inventory = site.hosts.find((host) => host.name === node)?.hardware?.disks ?? [];
  const serials = diskSerials(storage, node);
  const sizes = serials.flatMap((serial) => inventory.find((disk) => disk.serial === serial)?.sizeGb ?? []);
  if (serials.length === 0 || sizes.length < serials.length) return undefined;
  return usableSize(storage.type === 'zfspool' ? storage.raid : 'single', sizes) * GIB_PER_GB;
}
