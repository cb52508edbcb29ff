import { fail } from '../../api/diagnostic.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import { type ByteSource, type Extent, patchedByteSource } from './byte-source.ts';
import { contentRanges, holdsContent } from './free-padding.ts';
import { isSelfOrParent } from './iso/directory-record.ts';
import { readPathTable } from './iso/path-table.ts';
import { BLOCK_BYTES, isZero, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { alternateName, readSystemUse } from './iso/system-use.ts';
import { readVolumeDescriptors } from './iso/volume-descriptors.ts';
import { type IsoTree, type TreeEntry, walkTree } from './iso/walk-tree.ts';
import { bareIdentifier } from './iso-identifier.ts';
import { findRecordOrder } from './record-order.ts';

export interface PatchToVerify {
  readonly base: ByteSource;
  /** The structure of the base as read from it (not from the plan). */
  readonly analysis: BaseAnalysis;
  readonly extents: readonly Extent[];
  /** What must be in the root afterwards, by name. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * Checks a patch without trusting who made it: reads base and patch together as one image and compares with the base.
 * Gives back what does not hold, in English, as evidence; empty = the patch is good. Nothing of the plan but its bytes
 * is looked at. The rules are those of `iso-findings.md`, "What a validator should check".
 */
export function findPatchFaults(patch: PatchToVerify): readonly string[] {
  const faults: string[] = [];
  const { base, analysis } = patch;
  checkExtents(patch, faults);
  if (faults.length > 0) return faults;
  const patched = patchedByteSource(base, patch.extents);
  const volumes = readVolumeDescriptors(patched);
  for (let block = SYSTEM_AREA_BLOCKS; block < analysis.volumes.endBlock; block += 1) {
    const [before, after] = [base, patched].map((source) => source.read(block * BLOCK_BYTES, BLOCK_BYTES));
    if (!before?.equals(after as Buffer)) faults.push(`volume descriptor at block ${block} differs`);
  }
  const primary = walkTree(patched, volumes.primary);
  const joliet = volumes.joliet ? walkTree(patched, volumes.joliet) : undefined;
  const pairs: (readonly [IsoTree, IsoTree | undefined])[] = [[analysis.primary, primary]];
  if (analysis.joliet) pairs.push([analysis.joliet, joliet]);
  for (const [before, after] of pairs) {
    if (!after) {
      faults.push('the Joliet tree is gone');
      continue;
    }
    compareTrees(before, after, patch, faults);
    checkRoot(after, patch, faults);
    checkPathTables(after, patched, faults);
    checkFiles(after, patched, patch, faults);
  }
  return faults;
}

/** As {@link findPatchFaults}, throwing `image.patch-refused` with the faults as evidence. */
export function verifyPatch(patch: PatchToVerify): void {
  const faults = findPatchFaults(patch);
  if (faults.length > 0) throw fail('image.patch-refused', { evidence: faults.slice(0, 20) });
}

/** Extents are sorted, disjoint, whole blocks, and lie on a root directory or on free zero blocks. */
function checkExtents({ base, analysis, extents }: PatchToVerify, faults: string[]): void {
  const trees = analysis.joliet ? [analysis.primary, analysis.joliet] : [analysis.primary];
  const roots = trees.map(({ volume }) => volume.root);
  const imageBlocks = Math.floor(base.sizeBytes / BLOCK_BYTES);
  const volumeBlocks = Math.min(...trees.map(({ volume }) => volume.volumeBlocks));
  const backup = analysis.tables.gpt?.backupStartBytes ?? base.sizeBytes;
  const occupied = [...contentRanges({ volumes: analysis.volumes, trees, bootCatalog: analysis.bootCatalog })];
  for (const partition of analysis.tables.partitions.filter(holdsContent)) {
    const { startBytes, sizeBytes } = partition;
    occupied.push({
      start: Math.floor(startBytes / BLOCK_BYTES),
      end: Math.ceil((startBytes + sizeBytes) / BLOCK_BYTES),
    });
  }
  let last = 0;
  let lastFileEnd = 0;
  for (const { offset, bytes } of extents) {
    const start = offset / BLOCK_BYTES;
    const end = start + bytes.length / BLOCK_BYTES;
    const what = `extent of blocks ${start} to ${end - 1}`;
    if (!Number.isInteger(start) || !Number.isInteger(end) || bytes.length === 0)
      faults.push(`${what}: no whole blocks`);
    if (offset < last) faults.push(`${what}: not sorted or overlapping`);
    last = offset + bytes.length;
    if (roots.some((root) => root.block === start && root.sizeBytes === bytes.length)) continue;
    const hit = occupied.find((range) => range.start < end && start < range.end);
    if (hit) faults.push(`${what}: overlaps content at blocks ${hit.start} to ${hit.end - 1}`);
    else if (end > imageBlocks || end > volumeBlocks) faults.push(`${what}: outside image or volume`);
    else if (offset + bytes.length > backup) faults.push(`${what}: overlaps the backup GPT`);
    else if (!isZero(base.read(offset, bytes.length))) faults.push(`${what}: the base is not zero there`);
    lastFileEnd = Math.max(lastFileEnd, end);
  }
  if (faults.length > 0 || lastFileEnd === 0) return;
  const tail = Math.floor(backup / BLOCK_BYTES) - lastFileEnd;
  if (tail < 16 || !isZero(base.read(lastFileEnd * BLOCK_BYTES, 16 * BLOCK_BYTES))) {
    faults.push(`fewer than 16 zero blocks behind block ${lastFileEnd}`);
  }
}

function compareTrees(before: IsoTree, after: IsoTree, patch: PatchToVerify, faults: string[]): void {
  const { kind } = before.volume;
  const added = new Set(patch.files.map(({ name }) => `/${name}`));
  for (const [path, old] of before.entries) {
    if (added.has(path)) continue;
    const now = after.entries.get(path);
    if (!now) faults.push(`${kind}: ${path} is gone`);
    else if (!sameEntry(old, now)) faults.push(`${kind}: ${path} differs`);
  }
  for (const path of after.entries.keys()) {
    if (!before.entries.has(path) && !added.has(path)) faults.push(`${kind}: ${path} is new`);
  }
  for (const [index, directory] of after.directories.entries()) {
    const old = before.directories[index];
    if (old?.path !== directory.path || old.block !== directory.block || old.sizeBytes !== directory.sizeBytes) {
      faults.push(`${kind}: directory ${directory.path || '/'} moved`);
    }
    // As it was, not as it should be: libisofs' Joliet lets '..' of a subdirectory name the subdirectory itself.
    if (directory.records[1]?.block !== old?.records[1]?.block)
      faults.push(`${kind}: '..' of ${directory.path || '/'}`);
  }
  const [oldRoot, newRoot] = [before.directories[0], after.directories[0]];
  for (const index of [0, 1]) {
    const same = oldRoot?.records[index]?.raw.equals(newRoot?.records[index]?.raw ?? Buffer.alloc(0));
    if (!same) faults.push(`${kind}: '${index === 0 ? '.' : '..'}' of the root differs (SP, ER, attributes)`);
  }
  const areas = (tree: IsoTree) =>
    tree.continuations.map(({ block, offset, length }) => `${block}+${offset}+${length}`);
  const known = new Set(areas(before));
  for (const area of areas(after)) if (!known.has(area)) faults.push(`${kind}: continuation area ${area} is new`);
}

function sameEntry(a: TreeEntry, b: TreeEntry): boolean {
  return (
    a.isDirectory === b.isDirectory &&
    a.flags === b.flags &&
    a.sizeBytes === b.sizeBytes &&
    a.attributes === b.attributes &&
    a.pieces.length === b.pieces.length &&
    a.pieces.every((piece, i) => piece.block === b.pieces[i]?.block && piece.sizeBytes === b.pieces[i]?.sizeBytes) &&
    a.records.every((record, i) => record.id.equals(b.records[i]?.id ?? Buffer.alloc(0)))
  );
}

/**
 * Records of the root: sorted, and the new ones share no identifier with another. (A directory B beside a file `B.`
 * may stand in the base.) That none crosses a block's end is checked by reading at all.
 */
function checkRoot(tree: IsoTree, patch: PatchToVerify, faults: string[]): void {
  const { kind } = tree.volume;
  const records = (tree.directories[0]?.records ?? []).filter(({ id }) => !isSelfOrParent(id));
  const heads = records.filter((_, index) => index === 0 || !records[index - 1]?.continues);
  const sorted = findRecordOrder(
    kind,
    heads.map(({ id }) => id),
  );
  if (!sorted) faults.push(`${kind}: the root is not sorted`);
  const plain = (id: Buffer | undefined) => {
    const text = id?.toString('latin1') ?? '';
    return kind === 'joliet' ? text : bareIdentifier(text);
  };
  const ids = heads.map(({ id }) => plain(id));
  for (const { name } of patch.files) {
    const own = plain(tree.entries.get(`/${name}`)?.records[0]?.id);
    if (ids.filter((id) => id === own).length !== 1) faults.push(`${kind}: the identifier of /${name} is not unique`);
  }
}

/** Path tables (little- and big-endian, and their copies) say the same as each other and as the tree. */
function checkPathTables(tree: IsoTree, patched: ByteSource, faults: string[]): void {
  const { kind, pathTables, pathTableBytes } = tree.volume;
  const text = (block: number, order: 'little' | 'big') =>
    JSON.stringify(readPathTable(patched, block, pathTableBytes, order));
  const little = readPathTable(patched, pathTables.l, pathTableBytes, 'little');
  const expected = JSON.stringify(little);
  if (text(pathTables.m, 'big') !== expected) faults.push(`${kind}: path tables L and M differ`);
  if (pathTables.l2 !== 0 && text(pathTables.l2, 'little') !== expected) faults.push(`${kind}: second path table L`);
  if (pathTables.m2 !== 0 && text(pathTables.m2, 'big') !== expected) faults.push(`${kind}: second path table M`);
  const line = (id: string, block: number, parent: number | undefined) => `${id}@${block}<${parent}`;
  const named = new Set(little.map(({ id, block, parent }) => line(id, block, little[parent - 1]?.block)));
  const walked = tree.directories.map(({ id, block, parentBlock }) => line(id.toString('latin1'), block, parentBlock));
  if (named.size !== walked.length || walked.some((entry) => !named.has(entry))) {
    faults.push(`${kind}: path table and tree differ`);
  }
}

const FILE_TYPE_MASK = 0o170000;

/** The added files: right bytes, a regular file with its name in Rock Ridge, nothing else in their blocks. */
function checkFiles(tree: IsoTree, patched: ByteSource, patch: PatchToVerify, faults: string[]): void {
  const { kind } = tree.volume;
  for (const { name, bytes } of patch.files) {
    const entry = tree.entries.get(`/${name}`);
    const [piece] = entry?.pieces ?? [];
    if (!entry || !piece || entry.pieces.length !== 1 || entry.isDirectory) {
      faults.push(`${kind}: /${name} is missing`);
      continue;
    }
    if (entry.sizeBytes !== bytes.length) faults.push(`${kind}: /${name} has ${entry.sizeBytes} bytes`);
    else if (!patched.read(piece.block * BLOCK_BYTES, bytes.length).equals(bytes)) {
      faults.push(`${kind}: /${name} has other bytes`);
    }
    for (const other of tree.entries.values()) {
      const clash = other !== entry && other.pieces.some((range) => range.sizeBytes > 0 && overlaps(range, piece));
      if (clash) faults.push(`${kind}: /${name} overlaps ${other.path}`);
    }
    if (!tree.rockRidge) continue;
    const record = entry.records[0];
    const use = readSystemUse(patched, record?.systemUse ?? Buffer.alloc(0), tree.rockRidge.skip, 0);
    const mode = use.entries.find(({ signature }) => signature === 'PX')?.bytes.readUInt32LE(4) ?? 0;
    if ((mode & FILE_TYPE_MASK) !== 0o100000) faults.push(`/${name} is no regular file in Rock Ridge`);
    if (alternateName(use.entries) !== name) faults.push(`/${name} has no Rock Ridge name`);
  }
}

function overlaps(a: TreeEntry['pieces'][number], b: TreeEntry['pieces'][number]): boolean {
  const end = (piece: TreeEntry['pieces'][number]) => piece.block + Math.ceil(piece.sizeBytes / BLOCK_BYTES);
  return a.block < end(b) && b.block < end(a);
}
