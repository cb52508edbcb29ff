import { fail } from '../../api/diagnostic.ts';
import { buildRecord, cloneSystemUse } from './build-record.ts';
import { type DirectoryRecord, isSelfOrParent } from './iso/directory-record.ts';
import { BLOCK_BYTES, writeBoth32 } from './iso/sector.ts';
import type { SystemUseEntry } from './iso/system-use.ts';
import { toUtf16be } from './iso/volume-descriptors.ts';
import type { IsoTree, TreeEntry } from './iso/walk-tree.ts';
import { bareIdentifier, makeIsoIdentifier } from './iso-identifier.ts';
import { packDirectory } from './pack-directory.ts';
import { ECMA_119, findRecordOrder, type RecordOrder } from './record-order.ts';

/** A file to stand in the root of the image. The name is plain ASCII. */
export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PlacedFile extends NewFile {
  readonly block: number;
}

/**
 * How a root directory takes the new records. in-place: they fit. extend: it grows over the block behind it, whose
 * continuation area moves. relocate: a copy of it stands elsewhere, and everything that names it is changed.
 */
export type RootForm = 'in-place' | 'extend' | 'relocate';

export interface ArrangedRoot {
  readonly tree: IsoTree;
  readonly form: RootForm;
  readonly blocks: number;
  /** The bytes of the directory, once it is known where it and the files are. `areaBlock`: of the area that moved. */
  build(
    at: { readonly rootBlock: number; readonly areaBlock: number | undefined },
    files: readonly PlacedFile[],
  ): Buffer;
}

interface ArrangeOptions {
  /** Blocks behind the root that may become part of it; 0 = none. */
  readonly extensionBlocks: number;
  /** The root may be copied elsewhere, and sorted anew. */
  readonly mayRelocate: boolean;
  /** Its extent holds more than the directory, so it can't be edited there. */
  readonly mustRelocate: boolean;
}

/** The records of one file stay together: a file of 4 GiB or more has several of one name. */
type RecordGroup = readonly DirectoryRecord[];

interface Slot {
  readonly id: Buffer;
  readonly bytes: readonly Buffer[];
  /** The new file this record is for. */
  readonly file?: NewFile;
}

/**
 * Decides in which form the root of a tree takes the records of `files`; a file of the same name is replaced. Record
 * lengths do not depend on places, so this comes before placing. Errors: `image.unknown-sort-order`,
 * `image.name-is-directory`, `image.root-full`.
 */
export function arrangeRoot(tree: IsoTree, files: readonly NewFile[], options: ArrangeOptions): ArrangedRoot {
  const { kind, root } = tree.volume;
  const records = tree.directories[0]?.records ?? [];
  const heads = records.filter(({ id }) => isSelfOrParent(id)).map(({ raw }) => raw);
  const children = groups(records.filter(({ id }) => !isSelfOrParent(id)));
  const known = findRecordOrder(kind, children.map(idOf));
  if (!known && !options.mayRelocate) throw fail('image.unknown-sort-order', { params: { tree: kind } });
  const order = known ?? ECMA_119[kind];
  const slots = fillSlots(tree, files, order, known === undefined);
  const unplaced = [...heads, ...slots.flatMap(({ bytes }) => bytes)];
  const oldBlocks = root.sizeBytes / BLOCK_BYTES;
  const { form, blocks } = chooseForm(unplaced, oldBlocks, options, known !== undefined && !options.mustRelocate, kind);
  return {
    tree,
    form,
    blocks,
    build({ rootBlock, areaBlock }, placed) {
      const blockOf = new Map(placed.map(({ name, block }) => [name, block]));
      const edited = heads.map((raw) =>
        form === 'in-place' ? raw : moveDirectory(raw, rootBlock, blocks * BLOCK_BYTES),
      );
      if (areaBlock !== undefined) edited[0] = moveArea(edited[0] as Buffer, areaBlock);
      const rest = slots.flatMap(({ bytes, file }) =>
        file ? [placeRecord(bytes[0] as Buffer, blockOf.get(file.name) ?? 0)] : bytes,
      );
      return packDirectory([...edited, ...rest], blocks) as Buffer;
    },
  };
}

function chooseForm(
  records: readonly Buffer[],
  oldBlocks: number,
  { extensionBlocks, mayRelocate }: ArrangeOptions,
  mayStay: boolean,
  tree: string,
): { readonly form: RootForm; readonly blocks: number } {
  if (mayStay && packDirectory(records, oldBlocks)) return { form: 'in-place', blocks: oldBlocks };
  const extended = oldBlocks + extensionBlocks;
  if (mayStay && extensionBlocks > 0 && packDirectory(records, extended)) return { form: 'extend', blocks: extended };
  if (!mayRelocate) throw fail('image.root-full', { params: { tree } });
  let blocks = oldBlocks;
  while (!packDirectory(records, blocks)) blocks += 1;
  return { form: 'relocate', blocks };
}

/** All records but '.' and '..' in their order, those of the new files with block 0 still. */
function fillSlots(tree: IsoTree, files: readonly NewFile[], order: RecordOrder, sortAnew: boolean): readonly Slot[] {
  const { kind } = tree.volume;
  const replaced = new Map<string, TreeEntry>();
  for (const { name } of files) {
    const old = tree.entries.get(`/${name}`);
    if (old?.isDirectory) throw fail('image.name-is-directory', { params: { name } });
    if (old) replaced.set(name, old);
  }
  const gone = new Set([...replaced.values()].flatMap((entry) => entry.records));
  const children = (tree.directories[0]?.records ?? []).filter(({ id }) => !isSelfOrParent(id));
  const kept = groups(children.filter((record) => !gone.has(record)));
  const taken = new Set(kept.map((group) => bareIdentifier(idOf(group).toString('latin1'))));
  const template = findTemplate(tree);
  let serial = tree.maxFileSerial;
  const slots: Slot[] = kept.map((group) => ({ id: idOf(group), bytes: group.map(({ raw }) => raw) }));
  if (sortAnew) slots.sort((a, b) => order.compare(a.id, b.id));
  for (const file of files) {
    const oldId = replaced.get(file.name)?.records[0]?.id;
    const id = oldId ?? makeIdentifier(kind, file.name, taken, template.withVersion);
    taken.add(bareIdentifier(id.toString('latin1')));
    serial += 1;
    const skip = tree.rockRidge?.skip ?? 0;
    const systemUse = tree.rockRidge
      ? cloneSystemUse(template.use, { name: file.name, serial, skip })
      : Buffer.alloc(0);
    const record = buildRecord({ id, block: 0, sizeBytes: file.bytes.length, systemUse }, template.record);
    const found = slots.findIndex((other) => order.compare(other.id, id) > 0);
    slots.splice(found === -1 ? slots.length : found, 0, { id, bytes: [record], file });
  }
  return slots;
}

function placeRecord(record: Buffer, block: number): Buffer {
  const placed = Buffer.from(record);
  writeBoth32(placed, 2, block);
  return placed;
}

/** A record of a directory that now is elsewhere or longer. */
function moveDirectory(record: Buffer, block: number, sizeBytes: number): Buffer {
  const moved = placeRecord(record, block);
  writeBoth32(moved, 10, sizeBytes);
  return moved;
}

/** '.' with its one continuation entry (CE, SUSP 5.1) pointing to the start of another block. */
function moveArea(self: Buffer, block: number): Buffer {
  const moved = Buffer.from(self);
  for (let at = 34; at + 4 <= moved.length; at += moved.readUInt8(at + 2)) {
    if (moved.toString('latin1', at, at + 2) === 'CE') {
      writeBoth32(moved, at + 4, block);
      writeBoth32(moved, at + 12, 0);
      break;
    }
    if (moved.readUInt8(at + 2) < 4) break;
  }
  return moved;
}

function groups(records: readonly DirectoryRecord[]): readonly RecordGroup[] {
  const result: DirectoryRecord[][] = [];
  let open = false;
  for (const record of records) {
    if (open) result[result.length - 1]?.push(record);
    else result.push([record]);
    open = record.continues;
  }
  return result;
}

function idOf(group: RecordGroup): Buffer {
  return (group[0] as DirectoryRecord).id;
}

function makeIdentifier(
  kind: 'primary' | 'joliet',
  name: string,
  taken: ReadonlySet<string>,
  withVersion: boolean,
): Buffer {
  return kind === 'joliet' ? toUtf16be(withVersion ? `${name};1` : name) : makeIsoIdentifier(name, taken, withVersion);
}

interface Template {
  readonly record: DirectoryRecord;
  readonly use: readonly SystemUseEntry[];
  readonly withVersion: boolean;
}

const FILE_TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/** A neighbour in the root whose date and form of attributes the new records take; '.' when there is no plain file. */
function findTemplate(tree: IsoTree): Template {
  const records = tree.directories[0]?.records ?? [];
  const files = records.filter(({ id, isDirectory }) => !isSelfOrParent(id) && !isDirectory);
  const width = tree.volume.kind === 'joliet' ? 2 : 1;
  const anyFile = files[0] ?? [...tree.entries.values()].find((entry) => !entry.isDirectory)?.records[0];
  const withVersion = anyFile === undefined || endsWithVersion(anyFile.id, width);
  const skip = tree.rockRidge?.skip ?? 0;
  for (const record of files) {
    const use = splitUse(record.systemUse.subarray(skip));
    const px = use.find(({ signature }) => signature === 'PX');
    const plain = use.every(({ signature }) => !['CE', 'SL', 'CL', 'PL', 'RE', 'ZF'].includes(signature));
    if (tree.rockRidge && (!px || !plain || (px.bytes.readUInt32LE(4) & FILE_TYPE_MASK) !== REGULAR)) continue;
    return { record, use, withVersion };
  }
  const self = records[0] as DirectoryRecord;
  const parentUse = splitUse((records[1] as DirectoryRecord).systemUse.subarray(skip));
  return { record: self, use: parentUse.filter(({ signature }) => signature !== 'RR'), withVersion };
}

function endsWithVersion(id: Buffer, width: 1 | 2): boolean {
  return id.length > 2 * width && id[id.length - 1] === 0x31 && id[id.length - 1 - width] === 0x3b;
}

/** The entries inside a record alone; the tree walk has already checked their lengths. */
function splitUse(field: Buffer): readonly SystemUseEntry[] {
  const entries: SystemUseEntry[] = [];
  for (let at = 0; at + 4 <= field.length; ) {
    const length = field.readUInt8(at + 2);
    if (length < 4 || at + length > field.length) break;
    const bytes = field.subarray(at, at + length);
    entries.push({ signature: bytes.toString('latin1', 0, 2), bytes, continued: false });
    at += length;
  }
  return entries;
}
