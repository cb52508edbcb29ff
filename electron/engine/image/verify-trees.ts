import { isSelfOrParent } from './iso/directory-record.ts';
import { readPathTable } from './iso/path-table.ts';
import { BLOCK_BYTES, blocksOf, isZero } from './iso/sector.ts';
import { alternateName, readSystemUse } from './iso/system-use.ts';
import type { IsoTree, TreeDirectory, TreeEntry } from './iso/walk-tree.ts';
import { bareIdentifier } from './iso-identifier.ts';
import { type PatchedImage, rootChange } from './patched-image.ts';
import { findRecordOrder } from './record-order.ts';

/** Every old path is where and as it was; exactly the new files are added; directories are untouched but for the root. */
export function compareTrees(image: PatchedImage, before: IsoTree, after: IsoTree, faults: string[]): void {
  const { kind } = before.volume;
  const added = new Set(image.files.map(({ name }) => `/${name}`));
  for (const [path, old] of before.entries) {
    if (added.has(path)) continue;
    const now = after.entries.get(path);
    if (!now) faults.push(`${kind}: ${path} is gone`);
    else if (!sameEntry(old, now)) faults.push(`${kind}: ${path} differs`);
  }
  for (const path of after.entries.keys()) {
    if (!before.entries.has(path) && !added.has(path)) faults.push(`${kind}: ${path} is new`);
  }
  if (after.directories.length !== before.directories.length) faults.push(`${kind}: other directories`);
  const moved = rootChange(before, after) !== 'same-place';
  const byPath = new Map(before.directories.map((directory) => [directory.path, directory]));
  for (const directory of after.directories.slice(1)) {
    const old = byPath.get(directory.path);
    if (!old) faults.push(`${kind}: directory ${directory.path} is new`);
    else compareDirectory(kind, old, directory, moved ? { before, after } : undefined, faults);
  }
  compareRootHeads(before, after, faults);
  compareAreas(before, after, faults);
}

/** A directory other than the root: byte for byte, but that '..' names the root where and how long it is now. */
function compareDirectory(
  kind: string,
  old: TreeDirectory,
  now: TreeDirectory,
  root: { readonly before: IsoTree; readonly after: IsoTree } | undefined,
  faults: string[],
): void {
  if (old.block !== now.block || old.sizeBytes !== now.sizeBytes) {
    faults.push(`${kind}: directory ${now.path} moved`);
    return;
  }
  const expected = Buffer.from(old.bytes);
  const [self, parent] = old.records;
  // As it was, not as it should be: libisofs' Joliet lets '..' of a subdirectory name the subdirectory itself.
  if (root && self && parent?.block === root.before.volume.root.block) {
    root.after.volume.root.raw.copy(expected, self.raw.length + 2, 2, 18);
  }
  if (!expected.equals(now.bytes)) faults.push(`${kind}: directory ${now.path} or its '..' differs`);
}

/** '.' and '..' of the root: as they were, but for the place and length of the root and of a moved continuation area. */
function compareRootHeads(before: IsoTree, after: IsoTree, faults: string[]): void {
  const [old, now] = [before.directories[0]?.records ?? [], after.directories[0]?.records ?? []];
  const change = rootChange(before, after);
  for (const index of [0, 1]) {
    const [was, is] = [old[index]?.raw, now[index]?.raw];
    if (!was || !is) continue;
    const expected = Buffer.from(was);
    if (change !== 'same-place') after.volume.root.raw.copy(expected, 2, 2, 18);
    const at = index === 0 && change === 'longer' ? expected.indexOf('CE', 34, 'latin1') : -1;
    if (at !== -1 && at + 20 <= is.length) is.copy(expected, at + 4, at + 4, at + 20);
    if (!expected.equals(is)) {
      faults.push(`${before.volume.kind}: '${index === 0 ? '.' : '..'}' of the root differs (SP, ER, attributes)`);
    }
  }
}

function compareAreas(before: IsoTree, after: IsoTree, faults: string[]): void {
  const text = ({ block, offset, length }: IsoTree['continuations'][number]) => `${block}+${offset}+${length}`;
  const known = new Set(before.continuations.map(text));
  const longer = rootChange(before, after) === 'longer';
  for (const area of after.continuations) {
    // The one area that moves with a root that grew over it was compared by its bytes.
    if (!known.has(text(area)) && !(longer && area.ofRootSelf)) {
      faults.push(`${before.volume.kind}: continuation area ${text(area)} is new`);
    }
  }
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
export function checkRoot(image: PatchedImage, before: IsoTree, tree: IsoTree, faults: string[]): void {
  const { kind } = tree.volume;
  const records = (tree.directories[0]?.records ?? []).filter(({ id }) => !isSelfOrParent(id));
  const heads = records.filter((_, index) => index === 0 || !records[index - 1]?.continues);
  const sorted = findRecordOrder(
    kind,
    heads.map(({ id }) => id),
  );
  if (!sorted) faults.push(`${kind}: the root is not sorted`);
  const continued = records.filter(
    ({ id }, index) => index > 0 && records[index - 1]?.continues && !id.equals(records[index - 1]?.id ?? id),
  );
  if (continued.length > 0) faults.push(`${kind}: the parts of a file are not adjacent`);
  const { root } = tree.volume;
  const end = root.block + root.sizeBytes / BLOCK_BYTES;
  const overlap = [...tree.entries.values()].some(({ isDirectory, pieces }) =>
    pieces.some(
      ({ block, sizeBytes }) =>
        !isDirectory && sizeBytes > 0 && block < end && root.block < block + blocksOf(sizeBytes),
    ),
  );
  if (overlap && rootChange(before, tree) !== 'same-place') faults.push(`${kind}: the root overlaps a file`);
  const plain = (id: Buffer | undefined) => {
    const text = id?.toString('latin1') ?? '';
    return kind === 'joliet' ? text : bareIdentifier(text);
  };
  const ids = heads.map(({ id }) => plain(id));
  for (const { name } of image.files) {
    const own = plain(tree.entries.get(`/${name}`)?.records[0]?.id);
    if (ids.filter((id) => id === own).length !== 1) faults.push(`${kind}: the identifier of /${name} is not unique`);
  }
}

/** Path tables (little- and big-endian, and their copies) say the same as each other and as the tree. */
export function checkPathTables(
  { patched, base }: PatchedImage,
  before: IsoTree,
  tree: IsoTree,
  faults: string[],
): void {
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
  for (const block of Object.values(before.volume.pathTables).filter((table) => table !== 0)) {
    const [was, is] = [base, patched].map((source) => source.read(block * BLOCK_BYTES, before.volume.pathTableBytes));
    if (rootChange(before, tree) === 'elsewhere') is?.copy(was as Buffer, 2, 2, 6);
    if (!was?.equals(is as Buffer)) faults.push(`${kind}: the path table at block ${block} differs`);
  }
}

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

/** The added files: right bytes, a regular file with its name in Rock Ridge, nothing else in their blocks. */
export function checkFiles({ patched, files }: PatchedImage, tree: IsoTree, faults: string[]): void {
  const { kind } = tree.volume;
  for (const { name, bytes } of files) {
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
    const whole = blocksOf(bytes.length) * BLOCK_BYTES;
    if (!isZero(patched.read(piece.block * BLOCK_BYTES + bytes.length, whole - bytes.length))) {
      faults.push(`${kind}: behind /${name} its block is not zero`);
    }
    if (piece.block + blocksOf(bytes.length) > tree.volume.volumeBlocks)
      faults.push(`${kind}: /${name} is outside the volume`);
    for (const other of tree.entries.values()) {
      const clash = other !== entry && other.pieces.some((range) => range.sizeBytes > 0 && overlaps(range, piece));
      if (clash) faults.push(`${kind}: /${name} overlaps ${other.path}`);
    }
    if (!tree.rockRidge) continue;
    const record = entry.records[0];
    const use = readSystemUse(patched, record?.systemUse ?? Buffer.alloc(0), tree.rockRidge.skip, 0);
    const mode = use.entries.find(({ signature }) => signature === 'PX')?.bytes.readUInt32LE(4) ?? 0;
    if ((mode & FILE_TYPE_MASK) !== REGULAR_FILE) faults.push(`/${name} is no regular file in Rock Ridge`);
    if (alternateName(use.entries) !== name) faults.push(`/${name} has no Rock Ridge name`);
  }
}

function overlaps(a: TreeEntry['pieces'][number], b: TreeEntry['pieces'][number]): boolean {
  const end = (piece: TreeEntry['pieces'][number]) => piece.block + Math.ceil(piece.sizeBytes / BLOCK_BYTES);
  return a.block < end(b) && b.block < end(a);
}
