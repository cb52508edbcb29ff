import { diagnostic } from '../../api/diagnostic.ts';
import { type Raid, RaidSchema } from '../../api/raid.ts';
import { type SiteStorage, StorageSchema, UNSAID_SERIAL } from '../../api/site-storage.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import type { PveStorage } from '../facts/pve/storages.ts';
import { extraFact } from '../facts/registry.ts';
import { storageBacking } from '../site/derive.ts';
import { everything } from '../steps/storage/take-disk.ts';
import { type PoolLayout, zpoolsFact } from '../steps/storage/zpool-facts.ts';
import { type ClusterReading, clusterFacts } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

/** What an installer makes on every node: no site names it. */
const INSTALLERS: readonly string[] = ['local', 'local-lvm', 'local-zfs', 'local-btrfs'];
const ROOT_POOL = /^(mirror|raidz|draid|spare)|^(log|rpool)$/;

/** Storages of a cluster that a site file can hold, in the order of their ids. */
export function adoptedStorages(reading: ClusterReading, remarks: Remarks): readonly SiteStorage[] {
  const found = remarks.valueOf(reading.first, '/etc/pve/storage.cfg', clusterFacts(reading).storages);
  const taken: SiteStorage[] = [];
  for (const storage of found?.values() ?? []) {
    if (INSTALLERS.includes(storage.id)) continue;
    const told = `storage ${storage.id} (${storage.type})`;
    if (!storage.enabled) {
      // named, it would be switched on
      remarks.notHeld(`${told}: it is switched off`);
      continue;
    }
    const wanted = wordsOf(reading, storage, remarks);
    const parsed = wanted === undefined ? undefined : StorageSchema.safeParse(wanted);
    if (!parsed?.success) remarks.notHeld(told);
    else if (taken.some((other) => storageBacking(other) === storageBacking(parsed.data)))
      remarks.notHeld(`${told}: it lies where another one does`);
    else taken.push(parsed.data);
  }
  for (const storage of taken)
    if ((storage.type === 'pbs' || storage.type === 'cifs') && storage.password !== undefined)
      remarks.tell(
        diagnostic('sites.cluster-secret', {
          params: { storage: storage.id, name: storage.password.replace(/^secret:/, '') },
        }),
      );
  return taken;
}

function wordsOf(reading: ClusterReading, storage: PveStorage, remarks: Remarks): object | undefined {
  const { id, type, content, nodes, fields } = storage;
  const names = reading.nodes.map(({ name }) => name);
  const onNodes = nodes.length === 0 ? names : names.filter((name) => nodes.includes(name));
  const strangers = nodes.filter((name) => !names.includes(name));
  if (strangers.length > 0)
    remarks.notHeld(`storage ${id} on ${strangers.join(', ')}, which is no node of the cluster`);
  const common = { type, id, content, ...(nodes.length === 0 ? {} : { nodes: onNodes }) };
  const { server, options } = fields;
  const secret = `secret:storage-${id.toLowerCase().replaceAll('_', '-').slice(0, 55)}`;
  switch (type) {
    case 'zfspool': {
      const made = zfsWords(reading, storage, onNodes, remarks);
      return made && { type, id, pool: storage.pool, content, ...made };
    }
    case 'lvmthin':
      return { ...common, vg: fields.vgname, thinpool: fields.thinpool };
    case 'dir':
      return { ...common, path: storage.path };
    case 'nfs':
      return { ...common, server, export: fields.export, ...(options === undefined ? {} : { options }) };
    case 'cifs': {
      const { username, domain, share } = fields;
      const login = username === undefined ? {} : { username, password: secret };
      return { ...common, server, share, ...login, ...(domain === undefined ? {} : { domain }) };
    }
    case 'pbs': {
      const { datastore, username, fingerprint, namespace } = fields;
      return {
        ...common,
        server,
        datastore,
        username,
        password: secret,
        ...(fingerprint === undefined ? {} : { fingerprint }),
        ...(namespace === undefined ? {} : { namespace }),
      };
    }
    default:
      return undefined;
  }
}

/** Serials of a pool's disks by node, and how they stand for each other; undefined = a site has no words for it. */
function zfsWords(
  reading: ClusterReading,
  { id, pool }: PveStorage,
  onNodes: readonly string[],
  remarks: Remarks,
): { readonly disks: Readonly<Record<string, string | readonly string[]>>; readonly raid: Raid } | undefined {
  if (pool === undefined || ROOT_POOL.test(pool)) return undefined;
  const disks: Record<string, string | readonly string[]> = {};
  const raids = new Set<Raid>();
  for (const { name, seen } of reading.nodes.filter((node) => onNodes.includes(node.name))) {
    const zpools = seen.read ? remarks.valueOf(name, 'ZFS', extraFact(seen.facts, zpoolsFact)) : undefined;
    const layout = zpools?.imported.find((entry) => entry.name === pool);
    const serials = seen.read && layout ? serialsOf(seen.facts, layout) : undefined;
    const raid = layout && raidOf(layout);
    if (layout && (serials === undefined || raid === undefined)) return undefined;
    if (raid) raids.add(raid);
    if (zpools && !layout) remarks.notHeld(`storage ${id}: pool ${pool} is not imported on ${name}`);
    disks[name] = serials === undefined ? UNSAID_SERIAL : serials.length === 1 ? (serials[0] ?? '') : serials;
  }
  const [raid = 'single'] = raids;
  return raids.size > 1 ? undefined : { disks, raid };
}

function raidOf({ groups }: PoolLayout): Raid | undefined {
  const kinds = groups.map(({ kind }) => kind);
  const [first = ''] = kinds;
  const word = kinds.length === 1 ? (first === 'disk' ? 'single' : first === 'raidz1' ? 'raidz' : first) : 'raid10';
  if (kinds.length > 1 && !groups.every(({ kind, devices }) => kind === 'mirror' && devices.length === 2))
    return undefined;
  return RaidSchema.safeParse(word).data;
}

/** In the order of the pool; undefined = one of its devices is no whole disk that a serial names. */
function serialsOf({ disks, diskLinks }: HostFacts, { groups }: PoolLayout): readonly string[] | undefined {
  if (!disks.known) return undefined;
  const whole = disks.value.filter(({ type }) => type === 'disk');
  const links = diskLinks.known ? diskLinks.value : new Map<string, string>();
  const found = groups
    .flatMap(({ devices }) => devices)
    .map(({ name, formerly }) => {
      const path = formerly ?? name;
      const last = path.slice(path.lastIndexOf('/') + 1);
      const kernel = links.get(last) ?? links.get(last.replace(/-part\d+$/, '')) ?? last;
      const disk = whole.find((entry) => everything(entry).some((part) => part.name === kernel));
      const isOne = disk !== undefined && whole.filter(({ serial }) => serial === disk.serial).length === 1;
      return isOne && disk.serial !== '' ? disk.serial : undefined;
    });
  return found.includes(undefined) ? undefined : found.flatMap((serial) => serial ?? []);
}
