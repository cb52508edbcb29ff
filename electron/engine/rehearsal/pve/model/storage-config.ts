import type { SimHost, World } from '../../kernel/program.ts';
import { databaseOf, digestOf, readText, writeText } from './database.ts';
import { formatSections, parseSections, type Section } from './section-config.ts';
import type { Database, NodeState } from './slice.ts';
import { unmanagedSpace } from './space.ts';

const FIRST = ['path', 'pool', 'vgname', 'thinpool', 'server', 'export', 'share', 'datastore', 'portal', 'target'];

/** What each kind of storage may hold. */
const SHARED_TYPES: readonly string[] = [
  'nfs',
  'cifs',
  'pbs',
  'rbd',
  'cephfs',
  'glusterfs',
  'iscsi',
  'iscsidirect',
  'zfs',
  'esxi',
];
export const FILE_TYPES: readonly string[] = ['dir', 'nfs', 'cifs', 'btrfs', 'cephfs', 'glusterfs'];

/** storage.cfg in order; `local` is always there, as the vendor's parser guarantees. */
export function storagesOf(database: Database): readonly Section[] {
  const sections = parseSections(readText(database, 'storage.cfg') ?? '');
  const local = sections.find((section) => section.id === 'local');
  if (local && local.type === 'dir' && local.values.path === '/var/lib/vz') {
    delete local.values.nodes;
    return sections;
  }
  const replacement: Section = {
    type: 'dir',
    id: 'local',
    values: {
      path: '/var/lib/vz',
      content: 'backup,images,iso,rootdir,snippets,vztmpl',
      'prune-backups': 'keep-all=1',
    },
  };
  return [replacement, ...sections.filter((section) => section.id !== 'local')];
}

/** The digest that every answer about storages carries. */
export function storageDigest(database: Database): string {
  return digestOf(readText(database, 'storage.cfg') ?? '');
}

/** Writes storage.cfg whole. */
export function writeStorages(world: World, database: Database, sections: readonly Section[]): void {
  writeText(world, database, 'storage.cfg', formatSections(sections, FIRST));
}

/** A storage by its id, the implied `local` included. */
export function findStorage(database: Database, id: string): Section | undefined {
  return storagesOf(database).find((section) => section.id === id);
}

/** Enabled here: not disabled and this node among `nodes` (absent = all). */
export function enabledOn(section: Section, nodeName: string): boolean {
  if (section.values.disable !== undefined && section.values.disable !== '0') return false;
  const nodes = section.values.nodes;
  return nodes === undefined || nodes.split(',').includes(nodeName);
}

/** Why a node may not use a storage, in the vendor's words; undefined = it may. */
export function storageRefusal(section: Section, nodeName: string): string | undefined {
  if (enabledOn(section, nodeName)) return undefined;
  return section.values.disable !== undefined && section.values.disable !== '0'
    ? `storage '${section.id}' is disabled`
    : `storage '${section.id}' is not available on node '${nodeName}'`;
}

/** What a storage holds, the default of its type where its entry does not say. */
export function contentOf(section: Section): readonly string[] {
  const fallback =
    section.type === 'pbs' ? 'backup' : ['nfs', 'cifs', 'lvm'].includes(section.type) ? 'images' : 'images,rootdir';
  return (section.values.content ?? fallback).split(',');
}

/** Whether all nodes see the same on it. */
export function isShared(section: Section): boolean {
  return SHARED_TYPES.includes(section.type) || section.values.shared === '1';
}

export interface StorageStatus {
  readonly enabled: boolean;
  readonly active: boolean;
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
}

/** What pvestatd and `pvesm status` see of a storage on one node now. */
export function storageStatus(world: World, host: SimHost, node: NodeState, section: Section): StorageStatus {
  const off = { active: false, totalBytes: 0, usedBytes: 0, availableBytes: 0 };
  if (!enabledOn(section, node.name)) return { enabled: false, ...off };
  if (databaseOf(world, node).rrd[`fault/storage-offline/${section.id}`] !== undefined)
    return { enabled: true, ...off };
  if (section.type === 'zfspool') {
    const poolName = (section.values.pool ?? '').split('/')[0] ?? '';
    const pool = node.pools[poolName];
    if (!pool || pool.datasets[section.values.pool ?? ''] === undefined) return { enabled: true, ...off };
    const used = zfsUsed(node, section.values.pool ?? '');
    const total = Math.floor(pool.sizeBytes * 0.96);
    const all = zfsUsed(node, poolName);
    return {
      enabled: true,
      active: true,
      totalBytes: total - all + used,
      usedBytes: used,
      availableBytes: Math.max(0, total - all),
    };
  }
  if (section.type === 'lvmthin' || section.type === 'lvm') {
    const group = node.volumeGroups?.[section.values.vgname ?? ''];
    if (group) {
      const total = section.type === 'lvm' ? group.sizeBytes : (group.pools[section.values.thinpool ?? ''] ?? 0);
      if (total === 0) return { enabled: true, ...off };
      return { enabled: true, active: true, totalBytes: total, usedBytes: 0, availableBytes: total };
    }
    if (section.values.vgname !== undefined && section.values.vgname !== 'pve') return { enabled: true, ...off };
    const disk = host.hardware.disks.find(
      (entry) => (/lvm|\bpve\b/i.test(entry.use ?? '') || entry.use === 'system') && !/rpool/i.test(entry.use ?? ''),
    );
    if (!disk) return { enabled: true, ...off };
    return {
      enabled: true,
      active: true,
      totalBytes: Math.floor(disk.sizeBytes * 0.6),
      usedBytes: 0,
      availableBytes: Math.floor(disk.sizeBytes * 0.6),
    };
  }
  if (isRemote(section)) {
    if (!answers(world, host, section)) return { enabled: true, ...off };
    const totalBytes = 4 * 1024 ** 4;
    return { enabled: true, active: true, totalBytes, usedBytes: totalBytes / 4, availableBytes: (totalBytes * 3) / 4 };
  }
  if (section.type !== 'dir' && section.type !== 'btrfs') return { enabled: true, ...off };
  if (mountPointMissing(host, node, section)) return { enabled: true, ...off };
  return { enabled: true, active: true, ...unmanagedSpace(host, node) };
}

/** A share or a datastore of another machine. */
export function isRemote({ type }: Section): boolean {
  return type === 'nfs' || type === 'cifs' || type === 'pbs';
}

/** Whether the server of a storage answers this node: one that the site names, unless a fault says otherwise. */
export function answers(world: World, host: SimHost, { values }: Section): boolean {
  const server = values.server ?? '';
  return (
    storageServersOf(world, host).includes(server) &&
    !world.hasFault(`storage.server-off@${server}`) &&
    !world.hasFault('storage.server-off')
  );
}

function storageServersOf(world: World, host: SimHost): readonly string[] {
  try {
    const hosts = world.slice<{ hosts?: Record<string, { storageServers?: readonly string[] }> }>('debian').hosts;
    return hosts?.[host.name]?.storageServers ?? [];
  } catch {
    return [];
  }
}

/** A directory storage marked `is_mountpoint` whose path is no mount here. */
export function mountPointMissing(host: SimHost, node: NodeState, section: Section): boolean {
  const wanted = section.values.is_mountpoint;
  if (wanted === undefined || wanted === '0' || wanted === 'no') return false;
  const path = wanted.startsWith('/') ? wanted : (section.values.path ?? '');
  const onZfs = Object.values(node.pools).some((pool) =>
    Object.values(pool.datasets).some((dataset) => dataset.mountpoint === path),
  );
  return !onZfs && !host.hardware.disks.some((disk) => disk.use?.includes(path));
}

/** Bytes referenced below a dataset. */
export function zfsUsed(node: NodeState, dataset: string): number {
  const volumes = Object.entries(node.volumes).filter(([place]) => place.startsWith(`zfs:${dataset}/`));
  return volumes.reduce((sum, [, volume]) => sum + (volume.source ? Math.floor(volume.sizeBytes / 4) : 57_344), 98_304);
}
