import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { ImageLayout } from '../../api/image.ts';
import type { ByteSource } from './byte-source.ts';
import { type BlockRange, findFreePadding } from './free-padding.ts';
import { type BootCatalog, readBootCatalog } from './iso/el-torito.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import { readVolumeDescriptors, type VolumeDescriptors } from './iso/volume-descriptors.ts';
import { type IsoTree, walkTree } from './iso/walk-tree.ts';
import { findPartitionOffset } from './partition-offset.ts';
import { type PartitionTables, readPartitionTables } from './partitions/partition-tables.ts';

/** Everything about a base image that planning patches needs; made once, used for every node. */
export interface BaseAnalysis {
  readonly sizeBytes: number;
  readonly volumes: VolumeDescriptors;
  readonly primary: IsoTree;
  readonly joliet: IsoTree | undefined;
  readonly bootCatalog: BootCatalog | undefined;
  readonly tables: PartitionTables;
  readonly layout: ImageLayout;
  readonly padding: BlockRange;
  /** Why this kind of image is not patched; empty = it can be. */
  readonly refusals: readonly Diagnostic[];
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
  const bootCatalog =
    volumes.bootCatalogBlock === undefined ? undefined : readBootCatalog(source, volumes.bootCatalogBlock);
  refuseTruncated(source, [primary, ...(joliet ? [joliet] : [])]);
  const partitionOffset = findPartitionOffset(source, volumes.endBlock);
  const trees = joliet ? [primary, joliet] : [primary];
  const padding = findFreePadding({ source, volumes, trees, bootCatalog, tables });
  return {
    sizeBytes: source.sizeBytes,
    volumes,
    primary,
    joliet,
    bootCatalog,
    tables,
    layout: layoutOf(tables, partitionOffset),
    padding,
    refusals: refusalsOf(volumes, primary, joliet, partitionOffset),
  };
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
  primary: IsoTree,
  joliet: IsoTree | undefined,
  partitionOffset: number | undefined,
): readonly Diagnostic[] {
  const refusals: Diagnostic[] = [];
  if (partitionOffset !== undefined) {
    refusals.push(diagnostic('image.partition-offset', { params: { blocks: partitionOffset } }));
  }
  if (foreign.udf) refusals.push(diagnostic('image.udf-bridge'));
  if (foreign.iso9660v2) refusals.push(diagnostic('image.second-tree'));
  if (foreign.severalJoliet) refusals.push(diagnostic('image.second-tree'));
  if (!primary.rockRidge) refusals.push(diagnostic('image.no-rock-ridge'));
  const aaip = primary.directories[0]?.records[0]?.systemUse.includes('isofs.ca') ?? false;
  if (foreign.isoMd5sum || foreign.checksumTags || aaip) refusals.push(diagnostic('image.md5-tagged'));
  for (const tree of joliet ? [primary, joliet] : [primary]) {
    const root = tree.volume.root;
    const inside = tree.continuations.some(
      ({ block }) => block >= root.block && block < root.block + root.sizeBytes / BLOCK_BYTES,
    );
    if (inside) refusals.push(diagnostic('image.continuation-in-root'));
  }
  return refusals;
}
