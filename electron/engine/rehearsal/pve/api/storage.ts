import { die, parameterError } from '../cli/api-error.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import type { Section } from '../model/section-config.ts';
import {
  answers,
  contentOf,
  enabledOn,
  FILE_TYPES,
  findStorage,
  isRemote,
  isShared,
  mountPointMissing,
  storageDigest,
  storageStatus,
  storagesOf,
  writeStorages,
} from '../model/storage-config.ts';
import { importDormant } from '../model/zfs-pools.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { withClusterLock } from './guards.ts';

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  dir: ['path'],
  btrfs: ['path'],
  zfspool: ['pool'],
  lvm: ['vgname'],
  lvmthin: ['vgname', 'thinpool'],
  nfs: ['server', 'export'],
  cifs: ['server', 'share'],
  pbs: ['server', 'datastore'],
};

/** POST /storage: checks, activates on this node where enabled, then writes; a failed activation leaves no entry. */
export async function addStorage(call: ApiCall, values: Values): Promise<void> {
  const type = values.type ?? '';
  const id = values.storage ?? '';
  const missing = (REQUIRED[type] ?? []).find((name) => values[name] === undefined);
  if (missing) die(`missing value for required option '${missing}'`);
  await withClusterLock(call, 'storage_cfg', 'create storage failed', async () => {
    const database = databaseOf(call.world, call.node);
    if (findStorage(database, id) && storagesOf(database).some((section) => section.id === id))
      die(`storage ID '${id}' already defined`);
    const entries = Object.entries(values).filter(([name]) => !['type', 'storage', 'password'].includes(name));
    const section: Section = {
      type,
      id,
      values: Object.fromEntries(entries.map(([name, value]) => [name, cleaned(name, value)])),
    };
    if (isRemote(section) && type !== 'pbs') section.values.path ??= `/mnt/pve/${id}`;
    if (!('content' in section.values)) {
      const fallback = contentOf(section).join(',');
      if (fallback !== '') section.values.content = fallback;
    }
    if (enabledOn(section, call.node.name)) await activate(call, section);
    if (values.password !== undefined)
      writeText(call.world, database, `priv/storage/${id}.pw`, passwordText(type, values.password));
    writeStorages(call.world, database, [...storagesOf(database), section]);
    call.world.effect(call.host, `pvesm.add ${id}`);
  });
}

/** The vendor's CIFS plugin keeps a file for mount.cifs, the one of the backup server the password alone. */
function passwordText(type: string, password: string): string {
  return type === 'cifs' ? `password=${password}\n` : `${password}\n`;
}

function cleaned(name: string, value: string): string {
  return name === 'content' || name === 'nodes'
    ? value
        .split(/[,;\s]+/)
        .filter((item) => item !== '')
        .join(',')
    : value;
}

async function activate(call: ApiCall, section: Section): Promise<void> {
  const { id, type, values } = section;
  if (call.world.takeFault('storage.activation-fails'))
    die(`unable to activate storage '${id}' - directory '${values.path ?? id}' does not exist or is unreachable`);
  switch (type) {
    case 'dir':
    case 'btrfs': {
      const path = values.path ?? '';
      if (mountPointMissing(call.host, call.node, section)) {
        die(
          `unable to activate storage '${id}' - directory is expected to be a mount point but is not mounted: '${path}'`,
        );
      }
      makeDirectories(call, section);
      return;
    }
    case 'zfspool': {
      const pool = (values.pool ?? '').split('/')[0] ?? '';
      // the vendor imports a pool that it finds
      if (!call.node.pools[pool] && importDormant(call.host, call.node, pool) !== undefined) {
        call.warn(
          `zfs error: cannot open '${pool}': no such pool\n\nzfs error: cannot open '${pool}': no such pool\n\n`,
        );
        die(`could not activate storage '${id}', zfs error: cannot import '${pool}': no such pool available`);
      }
      if (!call.node.pools[pool]?.datasets[values.pool ?? '']) {
        die(`could not activate storage '${id}', zfs error: cannot open '${values.pool}': dataset does not exist`);
      }
      return;
    }
    case 'lvm':
    case 'lvmthin':
      if (!storageStatus(call.world, call.host, call.node, section).active)
        die(
          type === 'lvm'
            ? `no such volume group '${values.vgname}'`
            : `no such logical volume ${values.vgname}/${values.thinpool}`,
        );
      return;
    case 'pbs':
      await call.sleep(3.1);
      if (answers(call.world, call.host, section)) {
        if (call.world.takeFault('storage.login-refused'))
          die(`${id}: error fetching datastores - 401 authentication failure`);
        return;
      }
      die(`${id}: error fetching datastores - 500 Can't connect to ${values.server}:8007 (No route to host)`);
      break;
    default:
      await call.sleep(type === 'nfs' ? 6 : 1);
      if (isRemote(section) && answers(call.world, call.host, section)) {
        if (type === 'cifs' && call.world.takeFault('storage.login-refused'))
          die(`unable to activate storage '${id}' - mount error(13): Permission denied`);
        makeDirectories(call, { ...section, values: { ...values, path: `/mnt/pve/${id}` } });
        return;
      }
      die(`storage '${id}' is not online`);
  }
}

/** The directory storages' own sub-directories, made when one is activated. */
function makeDirectories(call: Pick<ApiCall, 'host'>, section: Section): void {
  const path = section.values.path ?? '';
  const below: Readonly<Record<string, string>> = {
    images: 'images',
    rootdir: 'private',
    vztmpl: 'template/cache',
    iso: 'template/iso',
    backup: 'dump',
    snippets: 'snippets',
    import: 'import',
  };
  const wanted = [path, ...contentOf(section).flatMap((type) => (below[type] ? [`${path}/${below[type]}`] : []))];
  for (const directory of wanted) call.host.files.makeDirectories(directory, 0o755);
}

const FIXED = ['path', 'pool', 'vgname', 'thinpool', 'server', 'export', 'share', 'datastore'];

/** PUT /storage/{id}. */
export async function updateStorage(call: ApiCall, values: Values): Promise<void> {
  await withClusterLock(call, 'storage_cfg', 'update storage failed', () => {
    const database = databaseOf(call.world, call.node);
    const sections = storagesOf(database);
    const section =
      sections.find((entry) => entry.id === values.storage) ?? die(`storage '${values.storage}' does not exist`);
    const before = JSON.stringify(section.values);
    for (const [name, value] of Object.entries(values)) {
      if (name === 'storage' || name === 'delete' || name === 'digest' || name === 'password') continue;
      if (FIXED.includes(name)) die(`can't change value of fixed parameter '${name}'`);
      section.values[name] = cleaned(name, value);
    }
    for (const name of (values.delete ?? '').split(',')) delete section.values[name];
    const file = `priv/storage/${section.id}.pw`;
    const secret = values.password === undefined ? undefined : passwordText(section.type, values.password);
    const hasSecret = secret !== undefined && secret !== readText(database, file);
    if (hasSecret) writeText(call.world, database, file, secret);
    if (!hasSecret && JSON.stringify(section.values) === before) return;
    writeStorages(call.world, database, sections);
    call.world.effect(call.host, `pvesm.set ${section.id}`);
  });
}

/** DELETE /storage/{id}: does not look for volumes. */
export async function removeStorage(call: ApiCall, id: string): Promise<void> {
  await withClusterLock(call, 'storage_cfg', 'delete storage failed', () => {
    const database = databaseOf(call.world, call.node);
    const sections = storagesOf(database);
    if (!sections.some((section) => section.id === id)) die(`storage '${id}' does not exist`);
    writeStorages(
      call.world,
      database,
      sections.filter((section) => section.id !== id),
    );
    call.world.effect(call.host, `pvesm.remove ${id}`);
  });
}

/** An entry as GET /storage shows it. */
export function storageEntry(call: ApiCall, section: Section): Record<string, unknown> {
  const database = databaseOf(call.world, call.node);
  const values: Record<string, unknown> = { ...section.values };
  if (values.disable !== undefined) values.disable = Number(values.disable);
  for (const flag of ['sparse', 'shared', 'disable'])
    if (values[flag] !== undefined) values[flag] = Number(values[flag]);
  return {
    ...values,
    content: contentOf(section).join(','),
    digest: storageDigest(database),
    storage: section.id,
    type: section.type,
  };
}

export function listStorages(call: ApiCall): unknown {
  const database = databaseOf(call.world, call.node);
  const implicit = database.files['storage.cfg'] === undefined;
  return storagesOf(database).map((section) => ({
    ...storageEntry(call, section),
    ...(implicit && section.id === 'local' ? { priority: 0 } : {}),
  }));
}

/** Asking for the state of a storage activates it, and with it imports its pool. */
function importWhereMissing({ host, node }: ApiCall, { values }: Section): void {
  const pool = (values.pool ?? '').split('/')[0] ?? '';
  if (!node.pools[pool]) importDormant(host, node, pool);
}

/** GET /nodes/{node}/storage: enabled storages of this node with their state, sorted by name. */
export function nodeStorages(call: ApiCall, values: Values): Record<string, unknown>[] {
  const database = databaseOf(call.world, call.node);
  const wanted = values.storage;
  if (wanted !== undefined && !findStorage(database, wanted)) throw parameterError({ storage: 'No such storage.' });
  return storagesOf(database)
    .filter((section) => wanted === undefined || section.id === wanted)
    .filter((section) => values.content === undefined || contentOf(section).includes(values.content))
    .flatMap((section) => {
      if (section.type === 'zfspool' && enabledOn(section, call.node.name)) importWhereMissing(call, section);
      const status = storageStatus(call.world, call.host, call.node, section);
      if (values.enabled === '1' && !status.enabled) return [];
      if (status.active && FILE_TYPES.includes(section.type)) makeDirectories(call, section);
      const base = {
        storage: section.id,
        type: section.type,
        content: contentOf(section).join(','),
        enabled: status.enabled ? 1 : 0,
        active: status.active ? 1 : 0,
        shared: isShared(section) ? 1 : 0,
        total: status.totalBytes,
        used: status.usedBytes,
        avail: status.availableBytes,
      };
      return [status.totalBytes > 0 ? { ...base, used_fraction: status.usedBytes / status.totalBytes } : base];
    })
    .sort((a, b) => (a.storage < b.storage ? -1 : 1));
}
