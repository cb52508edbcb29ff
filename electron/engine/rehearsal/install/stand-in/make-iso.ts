import { SECTOR_BYTES } from '../medium/medium-bytes.ts';
import { BACKUP_BYTES, type BootFiles, backupTable, bootCatalogue, systemArea } from './boot-parts.ts';
import {
  both16,
  both32,
  comparePlain,
  directoryRecord,
  extensionArea,
  type IsoNode,
  packRecords,
  plainNames,
  type RecordPlace,
  recordDate,
  rockRidge,
  rootAnnouncement,
  volumeDate,
} from './iso-records.ts';

/** Zero blocks behind the content, as the vendor's maker leaves them (300 KiB). */
const PADDING_SECTORS = 150;
/** Sizes are whole multiples of this. */
const GRAIN_BYTES = 64 * 1024;
const FIRST_FREE_SECTOR = 23;
const PATH_TABLE_L = 19;
const PATH_TABLE_M = 21;

export interface IsoOptions {
  readonly volumeId: string;
  readonly root: Extract<IsoNode, { kind: 'folder' }>;
  /** Paths of the loaders below the root, and of the boot catalogue, whose content is made here. */
  readonly bios: string;
  readonly efi: string;
  readonly catalogue: string;
}

interface Folder {
  readonly path: string;
  readonly parent: number;
  readonly plain: string;
  readonly node: Extract<IsoNode, { kind: 'folder' }>;
}

/** The bytes of an ISO 9660 image with Rock Ridge, El Torito, a protective MBR and a GPT; equal input, equal bytes. */
export function makeIso(options: IsoOptions): Buffer {
  const folders = listFolders(options.root);
  const places = new Map<string, RecordPlace>();
  let next = FIRST_FREE_SECTOR;
  const take = (path: string, sizeBytes: number) => {
    places.set(path, { sector: next, sizeBytes });
    next += Math.max(1, Math.ceil(sizeBytes / SECTOR_BYTES));
  };
  for (const { path, node } of folders) {
    // The length of a directory does not hang on where things lie.
    take(path, directoryBytes(folders, path, node, new Map(), 0).length);
    if (path === '') next += 1;
  }
  const extensionSector = (places.get('')?.sector ?? 0) + (places.get('')?.sizeBytes ?? 0) / SECTOR_BYTES;
  const files = listFiles(options.root, '', options.catalogue);
  for (const { path, bytes } of files) {
    if (bytes.length === 0) places.set(path, { sector: extensionSector, sizeBytes: 0 });
    else take(path, bytes.length);
  }
  const contentSectors = next + PADDING_SECTORS;
  const imageBytes = Math.ceil((contentSectors * SECTOR_BYTES + BACKUP_BYTES) / GRAIN_BYTES) * GRAIN_BYTES;
  const volumeSectors = imageBytes / SECTOR_BYTES;
  const efi = places.get(options.efi);
  const boot: BootFiles = {
    biosSector: places.get(options.bios)?.sector ?? 0,
    efiSector: efi?.sector ?? 0,
    efiBytes: efi?.sizeBytes ?? 0,
  };

  const image = Buffer.alloc(imageBytes);
  const put = (sector: number, bytes: Uint8Array) => image.set(bytes, sector * SECTOR_BYTES);
  put(0, systemArea(boot, imageBytes));
  const tables = [pathTable(folders, places, false), pathTable(folders, places, true)] as const;
  put(
    16,
    primaryDescriptor(options.volumeId, volumeSectors, tables[0].length, places.get('') ?? { sector: 0, sizeBytes: 0 }),
  );
  put(17, bootDescriptor(places.get(options.catalogue)?.sector ?? 0));
  put(18, Buffer.concat([Buffer.from([255]), Buffer.from('CD001\x01', 'latin1')]));
  put(PATH_TABLE_L, tables[0]);
  put(PATH_TABLE_M, tables[1]);
  for (const { path, node } of folders)
    put(places.get(path)?.sector ?? 0, directoryBytes(folders, path, node, places, extensionSector));
  put(extensionSector, extensionArea());
  for (const { path, bytes } of files) if (bytes.length > 0) put(places.get(path)?.sector ?? 0, bytes);
  put(places.get(options.catalogue)?.sector ?? 0, bootCatalogue(boot));
  image.set(backupTable(boot, imageBytes), imageBytes - BACKUP_BYTES);
  return image;
}

/** Parents before children, as the path table wants it. */
function listFolders(root: Folder['node']): readonly Folder[] {
  const folders: Folder[] = [{ path: '', parent: 0, plain: '\0', node: root }];
  for (let index = 0; index < folders.length; index += 1) {
    const folder = folders[index] as Folder;
    const plain = plainNames(folder.node.children);
    const below = [...folder.node.children]
      .flatMap(([name, node]) => (node.kind === 'folder' ? [{ name, node, plain: plain.get(name) ?? '' }] : []))
      .sort((left, right) => comparePlain(left.plain, right.plain));
    for (const { name, node, plain: id } of below)
      folders.push({ path: `${folder.path}/${name}`, parent: index, plain: id, node });
  }
  return folders;
}

function listFiles(
  folder: Folder['node'],
  path: string,
  catalogue: string,
): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return [...folder.children].flatMap(([name, node]) => {
    const full = `${path}/${name}`;
    if (node.kind === 'folder') return listFiles(node, full, catalogue);
    if (node.kind === 'link') return [{ path: full, bytes: new Uint8Array(0) }];
    return [{ path: full, bytes: full === catalogue ? Buffer.alloc(SECTOR_BYTES) : node.bytes }];
  });
}

function directoryBytes(
  folders: readonly Folder[],
  path: string,
  node: Folder['node'],
  places: ReadonlyMap<string, RecordPlace>,
  extensionSector: number,
): Buffer {
  const placeOf = (of: string) => places.get(of) ?? { sector: 0, sizeBytes: 0 };
  const parent = folders[folders.find((folder) => folder.path === path)?.parent ?? 0]?.path ?? '';
  const plain = plainNames(node.children);
  const announcement = path === '' ? rootAnnouncement(extensionSector) : Buffer.alloc(0);
  const records = [
    directoryRecord(Buffer.from([0]), placeOf(path), true, Buffer.concat([announcement, rockRidge(node)])),
    directoryRecord(Buffer.from([1]), placeOf(parent), true, rockRidge(node)),
    ...[...node.children]
      .map(([name, child]) => ({ name, child, id: plain.get(name) ?? '' }))
      .sort((left, right) => comparePlain(left.id, right.id))
      .map(({ name, child, id }) =>
        directoryRecord(
          Buffer.from(id, 'latin1'),
          placeOf(`${path}/${name}`),
          child.kind === 'folder',
          rockRidge(child, name),
        ),
      ),
  ];
  return packRecords(records);
}

function pathTable(folders: readonly Folder[], places: ReadonlyMap<string, RecordPlace>, isBig: boolean): Buffer {
  return Buffer.concat(
    folders.map(({ path, parent, plain }) => {
      const id = Buffer.from(plain, 'latin1');
      const bytes = Buffer.alloc(8 + id.length + (id.length % 2));
      bytes[0] = id.length;
      const sector = places.get(path)?.sector ?? 0;
      if (isBig) {
        bytes.writeUInt32BE(sector, 2);
        bytes.writeUInt16BE(parent + 1, 6);
      } else {
        bytes.writeUInt32LE(sector, 2);
        bytes.writeUInt16LE(parent + 1, 6);
      }
      id.copy(bytes, 8);
      return bytes;
    }),
  );
}

/** ECMA-119 8.4. */
function primaryDescriptor(volumeId: string, sectors: number, pathTableBytes: number, root: RecordPlace): Buffer {
  const bytes = Buffer.alloc(SECTOR_BYTES);
  bytes[0] = 1;
  bytes.write('CD001\x01', 1, 'latin1');
  bytes.fill(0x20, 8, 72);
  bytes.write(volumeId, 40, 'latin1');
  both32(sectors).copy(bytes, 80);
  both16(1).copy(bytes, 120);
  both16(1).copy(bytes, 124);
  both16(SECTOR_BYTES).copy(bytes, 128);
  both32(pathTableBytes).copy(bytes, 132);
  bytes.writeUInt32LE(PATH_TABLE_L, 140);
  bytes.writeUInt32BE(PATH_TABLE_M, 148);
  directoryRecord(Buffer.from([0]), root, true, Buffer.alloc(0)).copy(bytes, 156);
  recordDate().copy(bytes, 156 + 18);
  bytes.fill(0x20, 190, 813);
  for (const at of [813, 830]) volumeDate().copy(bytes, at);
  for (const at of [847, 864]) bytes.fill(0x30, at, at + 16);
  bytes[881] = 1;
  return bytes;
}

function bootDescriptor(catalogueSector: number): Buffer {
  const bytes = Buffer.alloc(SECTOR_BYTES);
  bytes.write('CD001\x01', 1, 'latin1');
  bytes.write('EL TORITO SPECIFICATION', 7, 'latin1');
  bytes.writeUInt32LE(catalogueSector, 71);
  return bytes;
}
