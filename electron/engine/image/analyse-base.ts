import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { ImageLayout } from '../../api/image.ts';
import type { ByteSource } from './byte-source.ts';
import { type BlockRange, type FreePaddingInput, findFreePadding } from './free-padding.ts';
import { canGrow, findGrowthRoom, type GrowthRoom, type NoGrowth } from './growth-room.ts';
import { isSelfOrParent } from './iso/directory-record.ts';
import { type BootCatalog, readBootCatalog } from './iso/el-torito.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { readVolumeDescriptors, type VolumeDescriptors } from './iso/volume-descriptors.ts';
import { type IsoTree, walkTree } from './iso/walk-tree.ts';
import { blocksNamingRoot } from './name-root.ts';
import { findPartitionOffset } from './partition-offset.ts';
import { type PartitionTables, readPartitionTables } from './partitions/partition-tables.ts';
import { findRecordOrder } from './record-order.ts';
import { offerFor, type RewriteOffer } from './rewrite-offer.ts';
import { findRootExtension, type RootExtension } from './root-extension.ts';

/** Everything about a base image that planning patches needs; made once, used for every node. */
export interface BaseAnalysis {
  readonly sizeBytes: number;
  readonly volumes: VolumeDescriptors;
  readonly primary: IsoTree;
  readonly joliet: IsoTree | undefined;
  /** The primary tree, then Joliet where there is one. */
  readonly trees: readonly IsoTree[];
  readonly bootCatalog: BootCatalog | undefined;
  readonly tables: PartitionTables;
  readonly layout: ImageLayout;
  readonly padding: BlockRange;
  /** How the image can grow, or why it can't. */
  readonly growth: GrowthRoom | NoGrowth;
  /** For each tree, what its root can grow over. */
  readonly extensions: readonly (RootExtension | undefined)[];
  /** The base's blocks that a patch may change in part, with their bytes. */
  readonly keptBlocks: ReadonlyMap<number, Buffer>;
  /** Why this kind of image is not patched; empty = it can be. */
  readonly refusals: readonly Diagnostic[];
  /** Whether the rewritten image is the way out of all refusals. */
  readonly rewrite: RewriteOffer | 'not-needed';
}

/**
 * Reads an ISO image's structure. Throws Diagnostics (`image.*`) for bytes that are no sound ISO 9660 image; kinds
 * that are sound but must not be patched are listed in `refusals`.
 */
export function analyseBase(source: ByteSource): BaseAnalysis {
  const volumes = readVolumeDescriptors(source);
  const tables = readPartitionTables(source);
  const primary = walkTree(source, volumes.primary);
  const joliet = volumes.joliet ? walkTree(source, volumes.joliet) : undefined;
  const trees = joliet ? [primary, joliet] : [primary];
  const bootCatalog =
    volumes.bootCatalogBlock === undefined ? undefined : readBootCatalog(source, volumes.bootCatalogBlock);
  refuseTruncated(source, trees);
  const partitionOffset = findPartitionOffset(source, volumes.endBlock);
  const input: FreePaddingInput = { source, volumes, trees, bootCatalog, tables };
  const growth = findGrowthRoom(input);
  const extensions = trees.map((tree) => findRootExtension(input, tree));
  const refusals = refusalsOf(volumes, trees, partitionOffset);
  return {
    sizeBytes: source.sizeBytes,
    volumes,
    primary,
    joliet,
    trees,
    bootCatalog,
    tables,
    layout: layoutOf(tables, partitionOffset),
    padding: findFreePadding(input),
    growth,
    extensions,
    keptBlocks: keepBlocks(source, trees, growth, extensions),
    refusals,
    rewrite: offerFor(refusals.map(({ code }) => code)),
  };
}

function keepBlocks(
  source: ByteSource,
  trees: readonly IsoTree[],
  growth: GrowthRoom | NoGrowth,
  extensions: readonly (RootExtension | undefined)[],
): ReadonlyMap<number, Buffer> {
  const kept = new Map<number, Buffer>();
  const keep = (start: number, end: number) => {
    const bytes = source.read(start * BLOCK_BYTES, (end - start) * BLOCK_BYTES);
    for (let block = start; block < end; block += 1) {
      kept.set(block, bytes.subarray((block - start) * BLOCK_BYTES, (block - start + 1) * BLOCK_BYTES));
    }
  };
  if (canGrow(growth)) {
    keep(0, SYSTEM_AREA_BLOCKS);
    if (growth.staleBackup) keep(growth.staleBackup.start, growth.staleBackup.end);
  }
  for (const [index, tree] of trees.entries()) {
    const { root } = tree.volume;
    const behind = extensions[index]?.blocks ?? 0;
    keep(root.block, root.block + root.sizeBytes / BLOCK_BYTES + behind);
    for (const { block, bytes } of tree.directories.slice(1)) kept.set(block, bytes.subarray(0, BLOCK_BYTES));
    for (const block of blocksNamingRoot(tree)) if (!kept.has(block)) keep(block, block + 1);
  }
  return kept;
}

/** A download that broke off: the volume, or a file in it, goes on behind the end. */
function refuseTruncated({ sizeBytes }: ByteSource, trees: readonly IsoTree[]): void {
  const behind = (position: number, length: number) => {
    if (position + length > sizeBytes) throw fail('image.truncated', { params: { position, length, sizeBytes } });
  };
  for (const { volume, entries } of trees) {
    behind(0, volume.volumeBlocks * BLOCK_BYTES);
    for (const entry of entries.values()) {
      for (const piece of entry.pieces) {
        if (piece.sizeBytes > 0) behind(piece.block * BLOCK_BYTES, piece.sizeBytes);
      }
    }
  }
}

function layoutOf(tables: PartitionTables, partitionOffset: number | undefined): ImageLayout {
  if (partitionOffset !== undefined) return 'partition-offset';
  if (!tables.mbr) return tables.gpt || tables.apm ? 'other-hybrid' : 'plain';
  if (tables.mbr.protective && tables.gpt && tables.apm) return 'grub-hybrid';
  const wholeImage = tables.mbr.partitions.some((partition) => partition.type !== 'ee' && partition.startBytes === 0);
  return wholeImage ? 'isohybrid' : 'other-hybrid';
}

function refusalsOf(
  { foreign }: VolumeDescriptors,
  trees: readonly IsoTree[],
  partitionOffset: number | undefined,
): readonly Diagnostic[] {
  const refusals: Diagnostic[] = [];
  const [primary] = trees;
  if (partitionOffset !== undefined) {
    refusals.push(diagnostic('image.partition-offset', { params: { blocks: partitionOffset } }));
  }
  if (foreign.udf) refusals.push(diagnostic('image.udf-bridge'));
  if (foreign.iso9660v2 || foreign.severalJoliet) refusals.push(diagnostic('image.second-tree'));
  if (!primary?.rockRidge) refusals.push(diagnostic('image.no-rock-ridge'));
  const aaip = primary?.directories[0]?.records[0]?.systemUse.includes('isofs.ca') ?? false;
  if (foreign.isoMd5sum || foreign.checksumTags || aaip) refusals.push(diagnostic('image.md5-tagged'));
  if (trees.some(hasAreaInRoot)) refusals.push(diagnostic('image.continuation-in-root'));
  for (const { volume, directories } of trees) {
    const ids = (directories[0]?.records ?? []).filter(({ id }) => !isSelfOrParent(id)).map(({ id }) => id);
    if (!findRecordOrder(volume.kind, ids)) {
      refusals.push(diagnostic('image.unknown-sort-order', { params: { tree: volume.kind } }));
    }
  }
  return refusals;
}

/** Whether attributes are stored inside the root's own extent: then it can't be edited where it is. */
export function hasAreaInRoot({ volume: { root }, continuations }: IsoTree): boolean {
  const end = root.block + root.sizeBytes / BLOCK_BYTES;
  return continuations.some(({ block, offset, length }) => {
    return block < end && block * BLOCK_BYTES + offset + length > root.block * BLOCK_BYTES;
  });
}
