import type { ByteSource } from './byte-source.ts';
import {
  type BlockRange,
  contentRanges,
  endOf,
  type FreePaddingInput,
  holdsContent,
  SCAN_LIMIT_BYTES,
} from './free-padding.ts';
import { BLOCK_BYTES, isZero, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { findGeometry, type Geometry } from './partitions/geometry.ts';
import { SECTOR_BYTES } from './partitions/gpt.ts';
import { MBR_ENTRIES_AT, MBR_ENTRY_BYTES } from './partitions/mbr.ts';
import type { Partition, PartitionTables } from './partitions/partition-tables.ts';
import { GROWTH_UNIT_BYTES } from './patch-limits.ts';

/** How an image can grow at its end: what a patch needs to know that appends. */
export interface GrowthRoom {
  /** From here to the end there is nothing but zeros and the backup GPT, which moves. */
  readonly tailStart: number;
  readonly unitBytes: number;
  /** Of the MBR entry that follows the end; undefined where its CHS address says nothing. */
  readonly geometry: Geometry | undefined;
  /** In each table the entry that ends last and is only a filler or the image itself: it follows the end. */
  readonly followers: { readonly [table in Partition['table']]: Partition | undefined };
  /** The blocks of the backup GPT which become zero. */
  readonly staleBackup: BlockRange | undefined;
}

/** Why an image cannot grow; part of a diagnostic's evidence, in English. */
export interface NoGrowth {
  readonly reason: string;
}

/** Block numbers have 32 bits; this leaves room for what is added. */
const BLOCK_NUMBER_LIMIT = 0xfff0_0000;

/** Finds how the image can grow, or why it can't. Reads the zeros behind the content, bounded. */
export function findGrowthRoom(input: FreePaddingInput): GrowthRoom | NoGrowth {
  const { source, tables } = input;
  if (source.sizeBytes % BLOCK_BYTES !== 0) return { reason: `its size, ${source.sizeBytes}, is no multiple of 2048` };
  const imageBlocks = source.sizeBytes / BLOCK_BYTES;
  if (imageBlocks > BLOCK_NUMBER_LIMIT) return { reason: 'ISO 9660 has no numbers for more' };
  const content = contentRanges(input);
  const contentEnd = endOf(content);
  const own = tables.partitions.filter(holdsContent);
  const appended = own.find(({ startBytes }) => startBytes >= contentEnd * BLOCK_BYTES);
  if (appended) return { reason: `${appended.table} partition ${appended.index} stands behind the content` };
  const usedEnd = Math.max(
    contentEnd,
    ...own.map(({ startBytes, sizeBytes }) => Math.ceil((startBytes + sizeBytes) / BLOCK_BYTES)),
  );
  if (usedEnd > imageBlocks) return { reason: 'a partition goes on behind the end' };
  if ((imageBlocks - usedEnd) * BLOCK_BYTES > SCAN_LIMIT_BYTES) return { reason: 'too much stands behind the content' };
  const staleBackup = staleBackupOf(tables);
  if (staleBackup && content.some(({ start, end }) => start < staleBackup.end && staleBackup.start < end)) {
    return { reason: 'its backup GPT overlaps content' };
  }
  const odd = oddTable(tables);
  if (odd !== undefined) return { reason: odd };
  const tailStart = zerosFrom(source, usedEnd, imageBlocks, tables);
  const followers = {
    mbr: followerOf(tables.mbr?.partitions ?? []),
    gpt: followerOf(tables.gpt?.partitions ?? []),
    apm: followerOf(tables.apm?.partitions ?? []),
  };
  const geometry = followers.mbr && geometryOf(source, followers.mbr);
  return { tailStart, unitBytes: unitOf(source, followers.mbr, geometry), geometry, followers, staleBackup };
}

export function canGrow(growth: GrowthRoom | NoGrowth): growth is GrowthRoom {
  return 'tailStart' in growth;
}

/** Tables that no maker of installers writes, and that would need more care than they are worth. */
function oddTable({ gpt, apm }: PartitionTables): string | undefined {
  const systemArea = SYSTEM_AREA_BLOCKS * BLOCK_BYTES;
  if (gpt && gpt.header.currentLba !== 1) return 'its GPT header gives a wrong place for itself';
  if (gpt && gpt.header.entryBytes !== 128) return 'its GPT has entries of unusual length';
  if (gpt && gpt.entryArrayBytes.start + gpt.entryArrayBytes.length > systemArea) {
    return 'its GPT entries stand outside the system area';
  }
  if (apm && (apm.partitions.length + 1) * apm.blockBytes > systemArea) return 'its Apple map is too long';
  return undefined;
}

function followerOf(partitions: readonly Partition[]): Partition | undefined {
  const end = ({ startBytes, sizeBytes }: Partition) => startBytes + sizeBytes;
  const last = partitions.reduce<Partition | undefined>(
    (best, next) => (best === undefined || end(next) > end(best) ? next : best),
    undefined,
  );
  return last && !holdsContent(last) ? last : undefined;
}

function geometryOf(source: ByteSource, { index, startBytes, sizeBytes }: Partition): Geometry | undefined {
  const at = MBR_ENTRIES_AT + MBR_ENTRY_BYTES * (index - 1) + 5;
  return findGeometry((startBytes + sizeBytes) / SECTOR_BYTES - 1, source.read(at, 3));
}

/** isohybrid: an entry over the whole image that ends with a cylinder keeps doing so (real BIOSes derive the geometry from it). */
function unitOf(source: ByteSource, entry: Partition | undefined, geometry: Geometry | undefined): number {
  if (!entry || !geometry || entry.startBytes !== 0 || entry.sizeBytes !== source.sizeBytes) return GROWTH_UNIT_BYTES;
  const cylinder = geometry.heads * geometry.sectors * SECTOR_BYTES;
  if (source.sizeBytes % cylinder !== 0) return GROWTH_UNIT_BYTES;
  let unit = cylinder;
  while (unit % BLOCK_BYTES !== 0) unit += cylinder;
  return unit;
}

function staleBackupOf({ gpt }: PartitionTables): BlockRange | undefined {
  if (gpt?.backupStartBytes === undefined || gpt.backupEndBytes === undefined) return undefined;
  return {
    start: Math.floor(gpt.backupStartBytes / BLOCK_BYTES),
    end: Math.ceil(gpt.backupEndBytes / BLOCK_BYTES),
  };
}

/** The first block behind which all is zero, the backup GPT counting as zero. */
function zerosFrom(source: ByteSource, from: number, to: number, { gpt }: PartitionTables): number {
  const bytes = source.read(from * BLOCK_BYTES, (to - from) * BLOCK_BYTES);
  if (gpt?.backupStartBytes !== undefined && gpt.backupEndBytes !== undefined) {
    const clamp = (position: number) => Math.min(bytes.length, Math.max(0, position - from * BLOCK_BYTES));
    bytes.fill(0, clamp(gpt.backupStartBytes), clamp(gpt.backupEndBytes));
  }
  let start = to;
  while (start > from) {
    const at = (start - 1 - from) * BLOCK_BYTES;
    if (!isZero(bytes.subarray(at, at + BLOCK_BYTES))) break;
    start -= 1;
  }
  return start;
}
