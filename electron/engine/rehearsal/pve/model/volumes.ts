import { die } from '../cli/api-error.ts';
import type { Section } from './section-config.ts';
import type { Database, NodeState, Volume } from './slice.ts';
import { FILE_TYPES, findStorage } from './storage-config.ts';

export interface VolumeId {
  readonly storage: Section;
  readonly name: string;
  /** Where the node keeps it: a path, or zfs:dataset, or lvm:vg/lv. */
  readonly place: string;
  readonly baseName: string | undefined;
  readonly vmid: string | undefined;
  readonly kind: 'images' | 'iso' | 'snippets' | 'import' | 'backup' | 'vztmpl';
}

const CONTENT_DIRECTORIES: Readonly<Record<string, string>> = {
  iso: 'template/iso',
  vztmpl: 'template/cache',
  backup: 'dump',
  snippets: 'snippets',
  import: 'import',
};

/** Splits `store:volume` and finds its place; dies with the vendor's texts. */
export function parseVolumeId(database: Database, volumeId: string): VolumeId {
  const match = /^([a-z][a-z0-9\-_.]*[a-z0-9]):(.+)$/i.exec(volumeId);
  if (!match?.[1] || !match[2]) die(`unable to parse volume ID '${volumeId}'`);
  const storage = findStorage(database, match[1]) ?? die(`storage '${match[1]}' does not exist`);
  return parseVolumeName(storage, match[2]);
}

function parseVolumeName(storage: Section, name: string): VolumeId {
  if (!FILE_TYPES.includes(storage.type)) {
    const parts = /^(?:(base-\d+-\S+)\/)?((vm|base)-(\d+)-\S+)$/.exec(name);
    if (!parts?.[2]) die(`unable to parse ${storage.type === 'zfspool' ? 'zfs' : 'lvm'} volume name '${name}'`);
    return {
      storage,
      name,
      place: `${blockPrefix(storage)}${parts[2]}`,
      baseName: parts[1],
      vmid: parts[4],
      kind: 'images',
    };
  }
  const path = storage.values.path ?? `/mnt/pve/${storage.id}`;
  const linked = /^(\d+)\/([^/]+)\/(\d+)\/([^/]+\.(?:raw|qcow2|vmdk))$/.exec(name);
  if (linked)
    return {
      storage,
      name,
      place: `${path}/images/${linked[3]}/${linked[4]}`,
      baseName: `${linked[1]}/${linked[2]}`,
      vmid: linked[3],
      kind: 'images',
    };
  const image = /^(\d+)\/([^/]+\.(?:raw|qcow2|vmdk))$/.exec(name);
  if (image)
    return {
      storage,
      name,
      place: `${path}/images/${image[1]}/${image[2]}`,
      baseName: undefined,
      vmid: image[1],
      kind: 'images',
    };
  const other = /^(iso|vztmpl|backup|snippets|import)\/(.+)$/.exec(name);
  const kind = other?.[1];
  if (other?.[2] && kind) {
    return {
      storage,
      name,
      place: `${path}/${CONTENT_DIRECTORIES[kind]}/${other[2]}`,
      baseName: undefined,
      vmid: undefined,
      kind: kind as VolumeId['kind'],
    };
  }
  return die(`unable to parse directory volume name '${name}'`);
}

function blockPrefix(storage: Section): string {
  if (storage.type === 'zfspool') return `zfs:${storage.values.pool}/`;
  return `lvm:${storage.values.vgname}/`;
}

/** The place of a volume by name on a storage, and its id. */
export function volumeFor(
  storage: Section,
  vmid: string,
  fileName: string,
  base?: string,
): { readonly id: string; readonly place: string } {
  if (FILE_TYPES.includes(storage.type)) {
    const path = storage.values.path ?? `/mnt/pve/${storage.id}`;
    return {
      id: `${storage.id}:${base ? `${base}/` : ''}${vmid}/${fileName}`,
      place: `${path}/images/${vmid}/${fileName}`,
    };
  }
  return { id: `${storage.id}:${base ? `${base}/` : ''}${fileName}`, place: `${blockPrefix(storage)}${fileName}` };
}

/** The next free `vm-ID-disk-N` on a storage of this node. */
export function freeDiskName(node: NodeState, storage: Section, vmid: string, suffix: string): string {
  for (let index = 0; ; index += 1) {
    const taken = ['vm', 'base'].some((kind) =>
      ['', '.raw', '.qcow2', '.vmdk'].some(
        (end) => node.volumes[volumeFor(storage, vmid, `${kind}-${vmid}-disk-${index}${end}`).place] !== undefined,
      ),
    );
    if (!taken) return `vm-${vmid}-disk-${index}${suffix}`;
  }
}

/** Line that qemu-img prints for a new image. */
export function formattingLine(
  version: 8 | 9,
  place: string,
  volume: Volume,
  options: { backing?: string; preallocation: boolean },
): string {
  if (volume.format === 'raw') return `Formatting '${place}', fmt=raw size=${volume.sizeBytes} preallocation=off\n`;
  if (options.backing !== undefined) {
    const cluster =
      version === 9 ? 'cluster_size=131072 extended_l2=on preallocation=off' : 'cluster_size=65536 extended_l2=off';
    return `Formatting '${place}', fmt=qcow2 ${cluster} compression_type=zlib size=${volume.sizeBytes} backing_file=${options.backing} backing_fmt=raw lazy_refcounts=off refcount_bits=16\n`;
  }
  return `Formatting '${place}', fmt=qcow2 cluster_size=65536 extended_l2=off ${options.preallocation ? 'preallocation=metadata ' : ''}compression_type=zlib size=${volume.sizeBytes} lazy_refcounts=off refcount_bits=16\n`;
}

/** `80M`, `1G`, `512K`: sizes as the configuration shows them. */
export function sizeText(bytes: number): string {
  for (const [unit, factor] of [
    ['T', 2 ** 40],
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return String(bytes);
}

/** `10G`, `512M`, `1048576`: bytes; undefined where it is no size. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([KMGT])?$/.exec(text);
  if (!match?.[1]) return undefined;
  const factor = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 }[match[2] ?? ''] ?? 1;
  return Math.floor(Number(match[1]) * factor);
}
