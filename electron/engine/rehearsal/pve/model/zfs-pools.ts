import { createHash } from 'node:crypto';
import type { SimDisk } from '../../kernel/hardware.ts';
import type { SimHost } from '../../kernel/program.ts';
import type { DormantPool, NodeState, ZfsDevice, ZfsGroup, ZfsPool } from './slice.ts';

/** The groups of a pool; one that was laid down without them is one group of its kind. */
export function groupsOf(host: SimHost, pool: ZfsPool): readonly ZfsGroup[] {
  if (pool.groups) return pool.groups;
  const devices = pool.devices.map((disk): ZfsDevice => {
    const serial = host.hardware.disks.find(({ name }) => name === disk)?.serial ?? '';
    return { disk, serial, path: `/dev/${disk}` };
  });
  return pool.layout === 'single'
    ? devices.map((device) => ({ kind: 'disk', devices: [device] }))
    : [{ kind: pool.layout === 'raidz' ? 'raidz1' : pool.layout, devices }];
}

export type PoolState = 'ONLINE' | 'DEGRADED' | 'UNAVAIL' | 'OFFLINE';

/** A disk of a pool now: gone with the disk, or with the label on it. */
export function deviceState(host: SimHost, device: ZfsDevice, label?: string): PoolState {
  if (device.isOffline) return 'OFFLINE';
  const disk = diskOf(host, device);
  const isThere = disk !== undefined && (label === undefined || disk.use === `zfs:${label}`);
  return isThere ? 'ONLINE' : 'UNAVAIL';
}

export function diskOf(host: SimHost, { serial, disk }: ZfsDevice): SimDisk | undefined {
  return host.hardware.disks.find((entry) => (serial === '' ? entry.name === disk : entry.serial === serial));
}

/** A group bears the loss of as many disks as it has copies or parity of. */
export function groupState(host: SimHost, group: ZfsGroup, label?: string): PoolState {
  const lost = group.devices.filter((device) => deviceState(host, device, label) !== 'ONLINE').length;
  if (lost === 0) return 'ONLINE';
  const bears =
    group.kind === 'mirror' ? group.devices.length - 1 : group.kind === 'disk' ? 0 : Number(group.kind.slice(5));
  return lost <= bears ? 'DEGRADED' : 'UNAVAIL';
}

export function poolState(host: SimHost, pool: ZfsPool, label?: string): PoolState {
  const states = groupsOf(host, pool).map((group) => groupState(host, group, label));
  return states.includes('UNAVAIL') ? 'UNAVAIL' : states.includes('DEGRADED') ? 'DEGRADED' : 'ONLINE';
}

/** The number of a pool, by which it is imported. */
export function poolNumber(pool: ZfsPool & { readonly name: string }): string {
  const seed = JSON.stringify([pool.name, pool.devices, Object.values(pool.datasets)[0]?.createdAt]);
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex').slice(0, 16)}`).toString();
}

/** What the disks hold in groups of one size, in bytes. */
export function sizeOfGroups(groups: readonly { readonly kind: string; readonly sizes: readonly number[] }[]): number {
  return groups.reduce((sum, { kind, sizes }) => {
    const parity = kind.startsWith('raidz') ? Number(kind.slice(5) || '1') : 0;
    return sum + Math.min(...sizes) * (kind.startsWith('raidz') ? sizes.length - parity : 1);
  }, 0);
}

/** Takes a pool that is not imported in; undefined = it is imported now, else zpool's own words. */
export function importDormant(
  host: SimHost,
  node: NodeState,
  wanted: string,
  options: { readonly isForced?: boolean } = {},
): string | undefined {
  const dormant = node.dormantPools ?? [];
  const found = dormant.filter((pool) => pool.name === wanted || poolNumber(pool) === wanted);
  const [pool, second] = found;
  if (!pool) return `cannot import '${wanted}': no such pool available\n`;
  if (second) return `cannot import '${wanted}': more than one matching pool\nimport by numeric ID instead\n`;
  if (pool.isForeign && !options.isForced)
    return `cannot import '${pool.name}': pool was previously in use from another system.\nLast accessed by (none) (hostid=1a2b3c4d) at Sat Nov 14 09:12:33 2026\nThe pool can be imported, use 'zpool import -f' to import the pool.\n`;
  if (node.pools[pool.name])
    return `cannot import '${pool.name}': a pool with that name already exists\nuse the form 'zpool import <pool | id> <newpool>' to give it a new name\n`;
  if (poolState(host, pool, pool.name) === 'UNAVAIL')
    return `cannot import '${pool.name}': one or more devices is currently unavailable\n`;
  const { name, isForeign: _, ...rest } = pool;
  node.pools[name] = rest;
  for (const { devices } of groupsOf(host, rest))
    for (const device of devices)
      if (deviceState(host, device, name) === 'ONLINE') markDisk(host, diskOf(host, device)?.name, 'zfs_member');
  node.dormantPools = dormant.filter((entry) => entry !== pool);
  return undefined;
}

/** The part of a whole disk that ZFS makes and uses. */
export function partPath(path: string): string {
  if (path.startsWith('/dev/disk/')) return `${path}-part1`;
  return `${path}${/\d$/.test(path) ? 'p' : ''}1`;
}

/** Lets a pool go; its disks keep its name. */
export function makeDormant(host: SimHost, node: NodeState, name: string, further: Partial<DormantPool> = {}): void {
  const pool = node.pools[name];
  if (!pool) return;
  const groups = groupsOf(host, pool);
  node.dormantPools = [...(node.dormantPools ?? []), { ...pool, groups, name, ...further }];
  delete node.pools[name];
  for (const { devices } of groups)
    for (const device of devices) markDisk(host, diskOf(host, device)?.name, `zfs:${name}`);
}

/** lsblk, blkid and wipefs of the host see what is on a disk from now on. */
export function markDisk(host: SimHost, name: string | undefined, use: string): void {
  const disks = host.hardware.disks.map((disk) => (disk.name === name ? { ...disk, use } : disk));
  // A new value instead of a change in place: specs may be shared between hosts.
  (host as { hardware: SimHost['hardware'] }).hardware = { ...host.hardware, disks };
}
