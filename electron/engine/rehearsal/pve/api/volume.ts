import { die } from '../cli/api-error.ts';
import { readArchive } from '../model/archives.ts';
import { databaseOf } from '../model/database.ts';
import type { Section } from '../model/section-config.ts';
import type { Volume } from '../model/slice.ts';
import { contentOf, FILE_TYPES, findStorage, storageRefusal } from '../model/storage-config.ts';
import { formattingLine, freeDiskName, parseSize, parseVolumeId, volumeFor } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { runWorker, type WorkerResult } from './worker.ts';

export interface NewVolume {
  readonly id: string;
  readonly place: string;
  readonly volume: Volume;
}

export interface VolumeOrder {
  readonly storage: Section;
  readonly vmid: string;
  readonly sizeBytes: number;
  /** undefined = the storage's default. */
  readonly format?: string;
  /** undefined = the next free disk name. */
  readonly fileName?: string;
  readonly source?: string;
  readonly packages?: Volume['packages'];
}

/** Makes an image on a storage of this node, printing what qemu-img prints. */
export function makeVolume(call: ApiCall, order: VolumeOrder): NewVolume {
  const { storage, vmid } = order;
  const refusal = storageRefusal(storage, call.node.name);
  if (refusal !== undefined) die(refusal);
  if (!contentOf(storage).includes('images')) die(`storage '${storage.id}' does not support vm images`);
  const files = FILE_TYPES.includes(storage.type);
  const wanted = order.format ?? (order.fileName?.endsWith('.qcow2') ? 'qcow2' : (storage.values.format ?? 'raw'));
  if (!files && wanted !== 'raw') die(`unsupported format '${wanted}'`);
  const fileName = order.fileName ?? freeDiskName(call.node, storage, vmid, files ? `.${wanted}` : '');
  const { id, place } = volumeFor(storage, vmid, fileName);
  const volume: Volume = {
    sizeBytes: order.sizeBytes,
    format: files ? (wanted as Volume['format']) : storage.type === 'zfspool' ? 'zvol' : 'lvm',
    vmid: Number(vmid),
    snapshots: {},
    ...(order.source ? { source: order.source } : {}),
    ...(order.packages ? { packages: order.packages } : {}),
  };
  if (call.node.volumes[place]) {
    if (files) die(`disk image '${place}' already exists`);
    if (storage.type === 'zfspool') die(`zfs error: cannot create '${place.slice(4)}': dataset already exists`);
    die(
      `lvcreate '${place.slice(4)}' error:   Logical Volume "${fileName}" already exists in volume group "${storage.values.vgname}"`,
    );
  }
  if (files) call.out(formattingLine(call.version, place, volume, { preallocation: true }));
  if (storage.type === 'lvmthin') call.out(`  Logical volume "${fileName}" created.\n`);
  call.node.volumes[place] = volume;
  call.world.changed();
  return { id, place, volume };
}

/** `pvesm alloc`: size in KiB, or with M or G. */
export function allocateVolume(call: ApiCall, values: Values): void {
  const database = databaseOf(call.world, call.node);
  const id = values.storage ?? '';
  const storage = findStorage(database, id) ?? die(`storage '${id}' does not exist`);
  const text = values.size ?? '';
  const sizeBytes = /^\d+$/.test(text) ? Number(text) * 1024 : parseSize(text);
  if (sizeBytes === undefined) die(`unable to parse size '${text}'`);
  const fileName = values.filename ?? '';
  const vmid = values.vmid ?? '';
  if (fileName !== '' && !new RegExp(`^(vm|base|subvol)-${vmid}-`).test(fileName)) {
    die(`illegal name '${fileName}' - should be 'vm-${vmid}-*'`);
  }
  const made = makeVolume(call, {
    storage,
    vmid,
    sizeBytes,
    ...(fileName === '' ? {} : { fileName }),
    ...(values.format ? { format: values.format } : {}),
  });
  call.out(`successfully created '${made.id}'\n`);
  call.world.effect(call.host, `pvesm.alloc ${made.id}`);
}

/** Removes an image; a base image with linked clones is refused. */
export function dropVolume(call: ApiCall, volumeId: string): void {
  const parsed = parseVolumeId(databaseOf(call.world, call.node), volumeId);
  const user = Object.values(call.node.volumes).find((volume) => volume.parent === parsed.place);
  if (user) die(`base volume '${volumeId}' is still in use by linked cloned`);
  delete call.node.volumes[parsed.place];
  call.world.changed();
}

/** `pvesm free`: an image or a backup of this node. */
export function freeVolume(call: ApiCall, volumeId: string): Promise<WorkerResult> {
  const parsed = parseVolumeId(databaseOf(call.world, call.node), volumeId);
  return runWorker({ ...call }, 'imgdel', volumeId.replace(/[:/]/g, '@'), (worker) => {
    if (parsed.kind === 'backup') {
      if (call.host.files.stat(parsed.place) === undefined) die(`volume '${volumeId}' does not exist`);
      if (call.world.takeFault('backup.stays')) die(`unlink '${parsed.place}' failed: Read-only file system`);
      call.host.files.remove(parsed.place);
      worker.out(`Removed volume '${volumeId}'\n`);
      worker.world.effect(worker.host, `pvesm.free ${volumeId}`);
      return;
    }
    if (!call.node.volumes[parsed.place]) die(`disk image '${parsed.place}' does not exist`);
    dropVolume(worker, volumeId);
    worker.out(`Removed volume '${volumeId}'\n`);
    worker.world.effect(worker.host, `pvesm.free ${volumeId}`);
  });
}

/** Images and files of a storage on this node. */
export function listVolumes(
  call: ApiCall,
  id: string,
  content?: string,
  vmid?: string,
): { volid: string; format: string; content: string; size: number; vmid?: string; ctime?: number }[] {
  const database = databaseOf(call.world, call.node);
  const storage = findStorage(database, id) ?? die(`storage '${id}' does not exist`);
  const images = Object.entries(call.node.volumes).flatMap(([place, volume]) => {
    const fileName = place.split('/').at(-1) ?? '';
    if (volumeFor(storage, String(volume.vmid), fileName).place !== place) return [];
    const parent = volume.parent
      ?.split('/')
      .slice(FILE_TYPES.includes(storage.type) ? -2 : -1)
      .join('/');
    const volid = volumeFor(storage, String(volume.vmid), fileName, parent).id;
    return [
      {
        volid,
        format: volume.format === 'qcow2' ? 'qcow2' : 'raw',
        content: 'images',
        size: volume.sizeBytes,
        vmid: String(volume.vmid),
      },
    ];
  });
  const folders: Readonly<Record<string, string>> = {
    iso: 'template/iso',
    snippets: 'snippets',
    backup: 'dump',
    vztmpl: 'template/cache',
    import: 'import',
  };
  const files = Object.entries(folders).flatMap(([kind, folder]) => {
    if (!FILE_TYPES.includes(storage.type) || !contentOf(storage).includes(kind)) return [];
    const directory = `${storage.values.path}/${folder}`;
    return (call.host.files.list(directory) ?? []).map((name) => ({
      ...archiveEntry(call, kind, `${directory}/${name}`),
      volid: `${id}:${kind}/${name}`,
      format: kind === 'iso' ? 'iso' : kind === 'snippets' ? 'snippet' : (name.split('.').at(-1) ?? 'raw'),
      content: kind,
      size:
        archiveEntry(call, kind, `${directory}/${name}`)?.size ??
        call.host.files.stat(`${directory}/${name}`)?.sizeBytes ??
        0,
    }));
  });
  return [...images, ...files]
    .filter((entry) => content === undefined || entry.content === content)
    .filter((entry) => vmid === undefined || ('vmid' in entry && entry.vmid === vmid))
    .sort((a, b) => (a.volid < b.volid ? -1 : 1));
}

/** What is listed of a backup beside its name. */
function archiveEntry(
  call: ApiCall,
  kind: string,
  path: string,
): { readonly vmid: string; readonly ctime: number; readonly size: number } | undefined {
  const archive = kind === 'backup' ? readArchive(call.host.files, path) : undefined;
  return archive && { vmid: archive.vmid, ctime: archive.takenAt, size: archive.sizeBytes };
}
