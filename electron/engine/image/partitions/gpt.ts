import type { ByteSource } from '../byte-source.ts';
import { broken, isZero } from '../iso/sector.ts';
import { crc32 } from './crc32.ts';
import type { Partition } from './partition-tables.ts';

/** A header of a GUID partition table (UEFI 2.10, 5.3.2). LBAs count sectors of 512 bytes. */
export interface GptHeader {
  readonly headerBytes: number;
  readonly currentLba: number;
  readonly otherLba: number;
  readonly firstUsableLba: number;
  readonly lastUsableLba: number;
  readonly diskGuid: string;
  readonly arrayLba: number;
  readonly entryCount: number;
  readonly entryBytes: number;
  readonly arrayCrc: number;
}

/** A GUID partition table. Positions are in bytes. */
export interface GptTable {
  readonly header: GptHeader;
  readonly partitions: readonly Partition[];
  readonly diskGuid: string;
  readonly entryArrayBytes: { readonly start: number; readonly length: number };
  /** The backup's header, as sound in itself as the primary, wherever in the image the primary says it is. */
  readonly backup: GptHeader | undefined;
  /** Where the backup (array and header) begins, or undefined when there is none inside the image. */
  readonly backupStartBytes: number | undefined;
  /** The first byte behind the backup. */
  readonly backupEndBytes: number | undefined;
}

export const SECTOR_BYTES = 512;
const SECTOR = SECTOR_BYTES;
const ENTRY_LIMIT = 1024;

/**
 * Reads the primary GPT. No field is assumed: grub-mkrescue images keep their entry array at sector 20 with 176
 * entries, behind an Apple map. Both CRCs are checked; a damaged table is an error, not "no table".
 */
export function readGpt(source: ByteSource): GptTable | undefined {
  if (source.sizeBytes < 3 * SECTOR) return undefined;
  const header = readHeader(source, 1);
  if (!header) return undefined;
  const length = header.entryCount * header.entryBytes;
  const array = source.read(header.arrayLba * SECTOR, length);
  if (crc32(array) !== header.arrayCrc) throw broken(0, 'CRC of the GPT entry array');
  const partitions: Partition[] = [];
  for (let index = 0; index < header.entryCount; index += 1) {
    const entry = array.subarray(index * header.entryBytes, (index + 1) * header.entryBytes);
    if (isZero(entry.subarray(0, 16))) continue;
    const type = guid(entry.subarray(0, 16));
    const first = safeLba(entry, 32);
    const last = safeLba(entry, 40);
    if (last < first) throw broken(0, `GPT partition ${index + 1} ends before it begins`);
    partitions.push({
      table: 'gpt',
      index: index + 1,
      type,
      name: entry.toString('utf16le', 56, 128).replace(/\0.*$/s, ''),
      startBytes: first * SECTOR,
      sizeBytes: (last - first + 1) * SECTOR,
    });
  }
  const behindEnd = (header.otherLba + 1) * SECTOR > source.sizeBytes;
  const backup = behindEnd ? undefined : readHeader(source, header.otherLba);
  return {
    header,
    partitions,
    diskGuid: header.diskGuid,
    entryArrayBytes: { start: header.arrayLba * SECTOR, length },
    backup,
    backupStartBytes: backup && Math.min(backup.arrayLba, header.otherLba) * SECTOR,
    backupEndBytes: backup && Math.max(backup.arrayLba * SECTOR + length, (header.otherLba + 1) * SECTOR),
  };
}

function readHeader(source: ByteSource, lba: number): GptHeader | undefined {
  const bytes = source.read(lba * SECTOR, SECTOR);
  if (bytes.toString('latin1', 0, 8) !== 'EFI PART') return undefined;
  const headerBytes = bytes.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > SECTOR) throw broken(0, `GPT header of ${headerBytes} bytes`);
  const forCrc = Buffer.from(bytes.subarray(0, headerBytes));
  forCrc.writeUInt32LE(0, 16);
  if (crc32(forCrc) !== bytes.readUInt32LE(16)) throw broken(0, 'CRC of the GPT header');
  const entryCount = bytes.readUInt32LE(80);
  const entryBytes = bytes.readUInt32LE(84);
  if (entryCount > ENTRY_LIMIT || entryBytes < 128 || entryBytes > 4096) {
    throw broken(0, `GPT with ${entryCount} entries of ${entryBytes} bytes`);
  }
  return {
    headerBytes,
    currentLba: safeLba(bytes, 24),
    otherLba: safeLba(bytes, 32),
    firstUsableLba: safeLba(bytes, 40),
    lastUsableLba: safeLba(bytes, 48),
    diskGuid: guid(bytes.subarray(56, 72)),
    arrayLba: safeLba(bytes, 72),
    entryCount,
    entryBytes,
    arrayCrc: bytes.readUInt32LE(88),
  };
}

function safeLba(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64LE(offset);
  if (value > 0xffff_ffff_ffn) throw broken(0, `GPT sector number ${value}`);
  return Number(value);
}

function guid(bytes: Uint8Array): string {
  const hex = (from: number, to: number, reverse: boolean) => {
    const part = Buffer.from(bytes.subarray(from, to));
    return (reverse ? part.reverse() : part).toString('hex');
  };
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10, false), hex(10, 16, false)].join('-');
}
