import { die } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import type { GuestConfig } from '../model/guest-config.ts';
import { drivesOf, formatDrive, isCloudInit, parseDrive } from '../model/guest-disks.ts';
import { imageInfo } from '../model/image-size.ts';
import { contentOf, FILE_TYPES, findStorage } from '../model/storage-config.ts';
import { parseVolumeId, sizeText } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import { makeVolume, type NewVolume } from './volume.ts';

const CLOUD_INIT_BYTES = 4 * 2 ** 20;

/** Turns the value of a drive option into what the configuration holds, making images where asked for. */
export async function realiseDrive(
  call: ApiCall,
  config: GuestConfig,
  vmid: string,
  key: string,
  value: string,
): Promise<string> {
  const drive = parseDrive(key, value);
  const { 'import-from': source, ...options } = drive.options;
  const wanted = /^([^:/\s]+):(cloudinit|\d+(?:\.\d+)?)$/.exec(drive.volume);
  if (drive.volume === 'none' || drive.volume === 'cdrom') return formatDrive(drive.volume, options);
  if (!wanted?.[1] || !wanted[2]) {
    if (source !== undefined) die(`'import-from' requires special syntax - use <storage ID>:0,import-from=<source>`);
    return attachVolume(call, drive.volume, options);
  }
  const database = databaseOf(call.world, call.node);
  const storage = findStorage(database, wanted[1]) ?? die(`storage '${wanted[1]}' does not exist`);
  const { format, ...rest } = options;
  if (wanted[2] === 'cloudinit') {
    const other = drivesOf(config).find((entry) => entry.key !== key && isCloudInit(entry));
    if (other) die(`${key} - cloud-init drive is already attached at '${other.key}'`);
    const suffix = FILE_TYPES.includes(storage.type) ? '.qcow2' : '';
    const made = makeVolume(call, {
      storage,
      vmid,
      sizeBytes: CLOUD_INIT_BYTES,
      fileName: `vm-${vmid}-cloudinit${suffix}`,
    });
    const text = formatDrive(made.id, { ...rest, media: 'cdrom' });
    call.out(`${key}: successfully created disk '${text}'\n`);
    call.out('generating cloud-init ISO\n');
    return text;
  }
  if (source !== undefined) {
    if (wanted[2] !== '0') die(`'import-from' requires special syntax - use <storage ID>:0,import-from=<source>`);
    const made = await importImage(call, { storageId: wanted[1], vmid, source, ...(format ? { format } : {}) });
    const text = formatDrive(made.id, { ...rest, size: sizeText(made.volume.sizeBytes) });
    call.out(`${key}: successfully created disk '${text}'\n`);
    return text;
  }
  if (!contentOf(storage).includes('images')) die(`storage '${storage.id}' does not support vm images`);
  if (key === 'efidisk0') {
    const made = makeVolume(call, { storage, vmid, sizeBytes: 528 * 1024, ...(format ? { format } : {}) });
    const text = formatDrive(made.id, { ...rest, size: '528K' });
    call.out(`${key}: successfully created disk '${text}'\n`);
    return text;
  }
  const made = makeVolume(call, {
    storage,
    vmid,
    sizeBytes: Math.floor(Number(wanted[2]) * 2 ** 30),
    ...(format ? { format } : {}),
  });
  const text = formatDrive(made.id, { ...rest, size: sizeText(made.volume.sizeBytes) });
  call.out(`${key}: successfully created disk '${text}'\n`);
  return text;
}

/** A drive that names an existing volume, an ISO, or an absolute path. */
function attachVolume(call: ApiCall, volume: string, options: Readonly<Record<string, string>>): string {
  if (volume.startsWith('/')) return formatDrive(volume, options);
  const parsed = parseVolumeId(databaseOf(call.world, call.node), volume);
  if (parsed.kind === 'iso') {
    if (call.host.files.stat(parsed.place) === undefined) die(`volume '${volume}' does not exist`);
    const size = call.host.files.stat(parsed.place)?.sizeBytes ?? 0;
    return formatDrive(volume, { ...options, media: options.media ?? 'cdrom', size: sizeText(size) });
  }
  const known = call.node.volumes[parsed.place] ?? die(`volume '${volume}' does not exist`);
  return formatDrive(volume, {
    ...options,
    ...(options.media === 'cdrom' ? {} : { size: sizeText(known.sizeBytes) }),
  });
}

export interface ImportOrder {
  readonly storageId: string;
  readonly vmid: string;
  readonly source: string;
  readonly format?: string;
}

/** Copies an image file or another volume into a new volume, with qemu-img's progress lines. */
export async function importImage(call: ApiCall, order: ImportOrder): Promise<NewVolume> {
  const database = databaseOf(call.world, call.node);
  const storage = findStorage(database, order.storageId) ?? die(`storage '${order.storageId}' does not exist`);
  const { sizeBytes, origin } = sourceOf(call, order.source);
  const made = makeVolume(call, {
    storage,
    vmid: order.vmid,
    sizeBytes,
    source: origin,
    ...(order.format ? { format: order.format } : {}),
  });
  call.out(`transferred 0.0 B of ${humanBytes(sizeBytes)} (0.00%)\n`);
  await call.sleep(Math.min(20, sizeBytes / 4e8));
  call.out(`transferred ${humanBytes(sizeBytes)} of ${humanBytes(sizeBytes)} (100.00%)\n`);
  return made;
}

function sourceOf(call: ApiCall, source: string): { sizeBytes: number; origin: string } {
  const database = databaseOf(call.world, call.node);
  if (!source.startsWith('/')) {
    const parsed = parseVolumeId(database, source);
    const known = call.node.volumes[parsed.place];
    if (known) return { sizeBytes: known.sizeBytes, origin: known.source ?? source };
    const info = imageInfo(call.host, parsed.place) ?? die(`volume '${source}' does not exist`);
    return { sizeBytes: info.virtualBytes, origin: parsed.place };
  }
  const info = imageInfo(call.host, source) ?? die(`${source}: non-existent or non-regular file`);
  return { sizeBytes: info.virtualBytes, origin: source };
}

/** `32.0 MiB` as qemu-img's wrapper prints sizes. */
export function humanBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** The first free `unusedN`. */
export function addUnused(config: GuestConfig, volume: string): string {
  for (let index = 0; ; index += 1) {
    if (config[`unused${index}`] === undefined) {
      config[`unused${index}`] = volume;
      return `unused${index}`;
    }
  }
}
