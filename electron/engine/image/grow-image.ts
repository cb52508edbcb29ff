import type { Zone } from '../../api/drive.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import type { GrowthRoom } from './growth-room.ts';
import { BLOCK_BYTES, writeBoth32 } from './iso/sector.ts';
import { crc32 } from './partitions/crc32.ts';
import { toChs } from './partitions/geometry.ts';
import { type GptTable, SECTOR_BYTES } from './partitions/gpt.ts';
import { MBR_ENTRIES_AT, MBR_ENTRY_BYTES } from './partitions/mbr.ts';
import type { PatchCanvas } from './patch-canvas.ts';
import { BLOCKS_BEHIND } from './patch-limits.ts';

const SECTORS_PER_BLOCK = BLOCK_BYTES / SECTOR_BYTES;

/** The first block that the end of an image of this size needs for itself: the backup GPT, where there is one. */
function endBlockOf(gpt: GptTable | undefined, sizeBytes: number): number {
  return Math.floor((gpt ? backupArrayLba(gpt, sizeBytes) * SECTOR_BYTES : sizeBytes) / BLOCK_BYTES);
}

function backupArrayLba(gpt: GptTable, sizeBytes: number): number {
  return sizeBytes / SECTOR_BYTES - 1 - Math.ceil(gpt.entryArrayBytes.length / SECTOR_BYTES);
}

/** The size an image grows to so that content may end at `contentEnd` (a block): whole units, at least one. */
export function grownSizeBytes(analysis: BaseAnalysis, room: GrowthRoom, contentEnd: number): number {
  const { sizeBytes, tables } = analysis;
  const reserve = sizeBytes - endBlockOf(tables.gpt, sizeBytes) * BLOCK_BYTES;
  const wanted = (contentEnd + BLOCKS_BEHIND) * BLOCK_BYTES + reserve;
  const units = Math.max(1, Math.ceil((wanted - sizeBytes) / room.unitBytes));
  return sizeBytes + units * room.unitBytes;
}

/**
 * Makes everything that knows the image's end say the new one: volume sizes, the MBR entry with its CHS address, the
 * last GPT entry, both GPT headers and arrays with their CRCs, the last entry of the Apple map. The old backup GPT
 * becomes zero. Partitions with content stay where they are.
 */
export function growImage(canvas: PatchCanvas, analysis: BaseAnalysis, room: GrowthRoom, sizeBytes: number): void {
  for (const { volume } of analysis.trees) {
    writeBoth32(canvas.view(volume.block * BLOCK_BYTES + 80, 8), 0, sizeBytes / BLOCK_BYTES);
  }
  growMbr(canvas, room, sizeBytes);
  growApm(canvas, analysis, room, sizeBytes);
  if (analysis.tables.gpt) growGpt(canvas, analysis.tables.gpt, room, sizeBytes);
}

function growMbr(canvas: PatchCanvas, { followers, geometry }: GrowthRoom, sizeBytes: number): void {
  const { mbr } = followers;
  if (!mbr || mbr.startBytes + mbr.sizeBytes >= sizeBytes) return;
  const entry = canvas.view(MBR_ENTRIES_AT + MBR_ENTRY_BYTES * (mbr.index - 1), MBR_ENTRY_BYTES);
  entry.writeUInt32LE(Math.min(0xffffffff, (sizeBytes - mbr.startBytes) / SECTOR_BYTES), 12);
  entry.set(toChs(sizeBytes / SECTOR_BYTES - 1, geometry), 5);
}

function growApm(
  canvas: PatchCanvas,
  { tables: { apm } }: BaseAnalysis,
  { followers }: GrowthRoom,
  sizeBytes: number,
): void {
  const last = followers.apm;
  if (!apm || !last || last.startBytes + last.sizeBytes >= sizeBytes) return;
  const entry = canvas.view(last.index * apm.blockBytes, 88);
  const blocks = (sizeBytes - last.startBytes) / apm.blockBytes;
  // The logical part of a partition is all of it, where the maker wrote it so (Inside Macintosh: Devices, 3-26).
  if (entry.readUInt32BE(84) === entry.readUInt32BE(12)) entry.writeUInt32BE(blocks, 84);
  entry.writeUInt32BE(blocks, 12);
}

function growGpt(canvas: PatchCanvas, gpt: GptTable, { followers }: GrowthRoom, sizeBytes: number): void {
  const { header, entryArrayBytes } = gpt;
  if (gpt.backupStartBytes !== undefined && gpt.backupEndBytes !== undefined) {
    canvas.write(gpt.backupStartBytes, Buffer.alloc(gpt.backupEndBytes - gpt.backupStartBytes));
  }
  const arrayLba = backupArrayLba(gpt, sizeBytes);
  const lastLba = sizeBytes / SECTOR_BYTES - 1;
  if (followers.gpt) {
    const end = Math.floor(arrayLba / SECTORS_PER_BLOCK) * SECTORS_PER_BLOCK;
    const entry = canvas.view(entryArrayBytes.start + header.entryBytes * (followers.gpt.index - 1), header.entryBytes);
    entry.writeBigUInt64LE(BigInt(end - 1), 40);
  }
  const array = canvas.read(entryArrayBytes.start, entryArrayBytes.length);
  const primary = canvas.view(header.currentLba * SECTOR_BYTES, SECTOR_BYTES);
  primary.writeBigUInt64LE(BigInt(lastLba), 32);
  primary.writeBigUInt64LE(BigInt(arrayLba - 1), 48);
  primary.writeUInt32LE(crc32(array), 88);
  const backup = Buffer.from(primary);
  backup.writeBigUInt64LE(BigInt(lastLba), 24);
  backup.writeBigUInt64LE(BigInt(header.currentLba), 32);
  backup.writeBigUInt64LE(BigInt(arrayLba), 72);
  for (const sector of [primary, backup]) {
    sector.writeUInt32LE(0, 16);
    sector.writeUInt32LE(crc32(sector.subarray(0, header.headerBytes)), 16);
  }
  canvas.write(arrayLba * SECTOR_BYTES, array);
  canvas.write(lastLba * SECTOR_BYTES, backup);
}

/** The fields of the system area that {@link growImage} writes, in bytes. */
export function growingFields({ tables }: BaseAnalysis, { followers: { mbr, gpt, apm } }: GrowthRoom): readonly Zone[] {
  const fields: Zone[] = [];
  const add = (offset: number, length: number) => fields.push({ offset, length });
  if (mbr) {
    const entry = MBR_ENTRIES_AT + MBR_ENTRY_BYTES * (mbr.index - 1);
    add(entry + 5, 3);
    add(entry + 12, 4);
  }
  if (apm && tables.apm) {
    const entry = apm.index * tables.apm.blockBytes;
    add(entry + 12, 4);
    add(entry + 84, 4);
  }
  if (!tables.gpt) return fields;
  const { header, entryArrayBytes } = tables.gpt;
  const at = header.currentLba * SECTOR_BYTES;
  // Its own CRC, the backup's place, the last usable sector, the array's CRC.
  add(at + 16, 4);
  add(at + 32, 8);
  add(at + 48, 8);
  add(at + 88, 4);
  if (gpt) add(entryArrayBytes.start + header.entryBytes * (gpt.index - 1) + 40, 8);
  return fields;
}
