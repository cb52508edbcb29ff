import { fail } from '../../api/diagnostic.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import { buildRecord, cloneSystemUse } from './build-record.ts';
import type { Extent } from './byte-source.ts';
import { type DirectoryRecord, isSelfOrParent } from './iso/directory-record.ts';
import { BLOCK_BYTES, blocksOf } from './iso/sector.ts';
import type { SystemUseEntry } from './iso/system-use.ts';
import { toUtf16be } from './iso/volume-descriptors.ts';
import type { IsoTree, TreeEntry } from './iso/walk-tree.ts';
import { bareIdentifier, makeIsoIdentifier } from './iso-identifier.ts';
import { packDirectory } from './pack-directory.ts';
import { findRecordOrder } from './record-order.ts';

/** A file to stand in the root of the image. The name is plain ASCII. */
export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PlacedFile extends NewFile {
  readonly block: number;
}

/** What to write over the base, in order and disjoint; `sizeBytes` is the size of the image afterwards. */
export interface ImagePatch {
  readonly extents: readonly Extent[];
  readonly sizeBytes: number;
  readonly files: readonly PlacedFile[];
}

/** One zero block stays before the first file, or xorriso takes the Gap partition for that file. */
const BLOCKS_BEFORE = 1;
/** Drives read ahead at a disc's end: these many zero blocks stay there. */
const BLOCKS_BEHIND = 16;

/** Blocks that new files can take in the padding of this base. */
export function freeBlocks(analysis: BaseAnalysis): number {
  return Math.max(0, analysis.padding.end - analysis.padding.start - BLOCKS_BEFORE - BLOCKS_BEHIND);
}

/**
 * Plans the patch that adds `files` to the root of every tree, in the form that moves nothing: contents into the zero
 * padding, root directories edited in place. A file of the same name is replaced. Pure and deterministic: equal input,
 * equal bytes. Volume dates, ids, descriptors, boot catalogue and partition tables are not touched.
 *
 * Errors: the base's refusals, `image.no-padding`, `image.first-boot-does-not-fit`, `image.root-full`,
 * `image.unknown-sort-order`.
 */
export function planPatch(analysis: BaseAnalysis, files: readonly NewFile[]): ImagePatch {
  const [refusal] = analysis.refusals;
  if (refusal) throw fail(refusal.code as 'image.no-rock-ridge', { params: refusal.params });
  const placed = placeFiles(analysis, files);
  const extents: Extent[] = placed.map(({ block, bytes }) => {
    const padded = new Uint8Array(Math.max(1, blocksOf(bytes.length)) * BLOCK_BYTES);
    padded.set(bytes);
    return { offset: block * BLOCK_BYTES, bytes: padded };
  });
  for (const tree of analysis.joliet ? [analysis.primary, analysis.joliet] : [analysis.primary]) {
    extents.push({ offset: tree.volume.root.block * BLOCK_BYTES, bytes: editRoot(tree, placed) });
  }
  extents.sort((a, b) => a.offset - b.offset);
  return { extents, sizeBytes: analysis.sizeBytes, files: placed };
}

function placeFiles(analysis: BaseAnalysis, files: readonly NewFile[]): readonly PlacedFile[] {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const neededBlocks = sorted.reduce((sum, { bytes }) => sum + Math.max(1, blocksOf(bytes.length)), 0);
  const free = freeBlocks(analysis);
  if (neededBlocks > free) {
    const params = { neededBytes: neededBlocks * BLOCK_BYTES, freeBytes: free * BLOCK_BYTES };
    const firstBoot = sorted.find(({ name }) => name === 'proxmox-first-boot');
    const rest = neededBlocks - Math.max(1, blocksOf(firstBoot?.bytes.length ?? 0));
    if (firstBoot && rest < free) {
      throw fail('image.first-boot-does-not-fit', {
        params: { sizeBytes: firstBoot.bytes.length, freeBytes: (free - rest) * BLOCK_BYTES },
      });
    }
    throw fail('image.no-padding', { params });
  }
  let block = analysis.padding.start + BLOCKS_BEFORE;
  return sorted.map((file) => {
    const placed = { ...file, block };
    block += Math.max(1, blocksOf(file.bytes.length));
    return placed;
  });
}

/** The records of one file stay together: a file of 4 GiB or more has several of one name. */
type RecordGroup = readonly DirectoryRecord[];

function editRoot(tree: IsoTree, files: readonly PlacedFile[]): Buffer {
  const { kind, root } = tree.volume;
  const records = tree.directories[0]?.records ?? [];
  const heads = records.filter(({ id }) => isSelfOrParent(id));
  const children = records.filter(({ id }) => !isSelfOrParent(id));
  const order = findRecordOrder(kind, groups(children).map(idOf));
  if (!order) throw fail('image.unknown-sort-order', { params: { tree: kind } });

  const replaced = new Map<string, TreeEntry>();
  for (const { name } of files) {
    const old = tree.entries.get(`/${name}`);
    if (old?.isDirectory) throw fail('image.name-is-directory', { params: { name } });
    if (old) replaced.set(name, old);
  }
  const gone = new Set([...replaced.values()].flatMap((entry) => entry.records));
  const kept = groups(children.filter((record) => !gone.has(record)));
  const taken = new Set(kept.map((group) => bareIdentifier(idOf(group).toString('latin1'))));
  const template = findTemplate(tree);
  let serial = tree.maxFileSerial;

  const sorted: { readonly id: Buffer; readonly bytes: readonly Buffer[] }[] = kept.map((group) => ({
    id: idOf(group),
    bytes: group.map(({ raw }) => raw),
  }));
  for (const file of files) {
    const oldId = replaced.get(file.name)?.records[0]?.id;
    const id = oldId ?? makeIdentifier(kind, file.name, taken, template.withVersion);
    taken.add(bareIdentifier(id.toString('latin1')));
    serial += 1;
    const skip = tree.rockRidge?.skip ?? 0;
    const systemUse = tree.rockRidge
      ? cloneSystemUse(template.use, { name: file.name, serial, skip })
      : Buffer.alloc(0);
    const { block, bytes } = file;
    const record = buildRecord({ id, block, sizeBytes: bytes.length, systemUse }, template.record);
    const found = sorted.findIndex((other) => order.compare(other.id, id) > 0);
    sorted.splice(found === -1 ? sorted.length : found, 0, { id, bytes: [record] });
  }
  const all = [...heads.map(({ raw }) => raw), ...sorted.flatMap(({ bytes }) => bytes)];
  const packed = packDirectory(all, root.sizeBytes / BLOCK_BYTES);
  if (!packed) throw fail('image.root-full', { params: { tree: kind } });
  return packed;
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
