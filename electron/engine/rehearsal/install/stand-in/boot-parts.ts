import { SECTOR_BYTES } from '../medium/medium-bytes.ts';

const DISK_SECTOR = 512;
const ENTRIES = 128;
const ENTRY_BYTES = 128;
/** Sectors of 512 bytes that the backup table takes at the end: the entries and its header. */
export const BACKUP_BYTES = ENTRIES * ENTRY_BYTES + DISK_SECTOR;
const ESP = Buffer.from('28732ac11ff8d211ba4b00a0c93ec93b', 'hex');
const DISK_GUID = Buffer.from('51746172642d496e2d53697465772121', 'hex');

export interface BootFiles {
  /** Where the loaders lie, in sectors of 2,048 bytes. */
  readonly biosSector: number;
  readonly efiSector: number;
  readonly efiBytes: number;
}

/** The boot catalogue of El Torito: a loader for BIOS, and the EFI image. */
export function bootCatalogue({ biosSector, efiSector, efiBytes }: BootFiles): Buffer {
  const bytes = Buffer.alloc(SECTOR_BYTES);
  bytes[0] = 1;
  bytes.writeUInt16LE(0xaa55, 30);
  let sum = 0;
  for (let at = 0; at < 32; at += 2) sum += bytes.readUInt16LE(at);
  bytes.writeUInt16LE((0x10000 - (sum & 0xffff)) & 0xffff, 28);
  bootEntry(bytes, 32, biosSector, 4);
  bytes.writeUInt8(0x91, 64);
  bytes.writeUInt8(0xef, 65);
  bytes.writeUInt16LE(1, 66);
  bootEntry(bytes, 96, efiSector, Math.min(0xffff, Math.ceil(efiBytes / DISK_SECTOR)));
  return bytes;
}

function bootEntry(bytes: Buffer, at: number, sector: number, loadSectors: number): void {
  bytes.writeUInt8(0x88, at);
  bytes.writeUInt16LE(loadSectors, at + 6);
  bytes.writeUInt32LE(sector, at + 8);
}

/** The first 32 KiB of a stick: boot code, one MBR entry of type EE over everything, a GPT with the EFI image. */
export function systemArea(boot: BootFiles, imageBytes: number): Buffer {
  const area = Buffer.alloc(16 * SECTOR_BYTES);
  // A jump onto itself stands for GRUB's boot code.
  area.set([0xeb, 0xfe, 0x90], 0);
  const last = imageBytes / DISK_SECTOR - 1;
  area.set([0x00, 0x00, 0x02, 0x00, 0xee, 0xff, 0xff, 0xff], 446);
  area.writeUInt32LE(1, 454);
  area.writeUInt32LE(last, 458);
  area.writeUInt16LE(0xaa55, 510);
  const entries = partitionEntries(boot);
  partitionHeader(entries, 1, last, 2).copy(area, DISK_SECTOR);
  entries.copy(area, 2 * DISK_SECTOR);
  return area;
}

/** The copy of the GPT that lies at the very end. */
export function backupTable(boot: BootFiles, imageBytes: number): Buffer {
  const last = imageBytes / DISK_SECTOR - 1;
  const entries = partitionEntries(boot);
  return Buffer.concat([entries, partitionHeader(entries, last, 1, last - (ENTRIES * ENTRY_BYTES) / DISK_SECTOR)]);
}

function partitionEntries({ efiSector, efiBytes }: BootFiles): Buffer {
  const bytes = Buffer.alloc(ENTRIES * ENTRY_BYTES);
  ESP.copy(bytes, 0);
  DISK_GUID.copy(bytes, 16);
  bytes[31] = 1;
  const first = efiSector * (SECTOR_BYTES / DISK_SECTOR);
  bytes.writeBigUInt64LE(BigInt(first), 32);
  bytes.writeBigUInt64LE(BigInt(first + Math.ceil(efiBytes / DISK_SECTOR) - 1), 40);
  bytes.write('EFI boot partition', 56, 'utf16le');
  return bytes;
}

function partitionHeader(entries: Buffer, own: number, other: number, entriesAt: number): Buffer {
  const last = Math.max(own, other);
  const bytes = Buffer.alloc(DISK_SECTOR);
  bytes.write('EFI PART', 0, 'latin1');
  bytes.writeUInt32LE(0x0001_0000, 8);
  bytes.writeUInt32LE(92, 12);
  bytes.writeBigUInt64LE(BigInt(own), 24);
  bytes.writeBigUInt64LE(BigInt(other), 32);
  bytes.writeBigUInt64LE(34n, 40);
  bytes.writeBigUInt64LE(BigInt(last - 33), 48);
  DISK_GUID.copy(bytes, 56);
  bytes.writeBigUInt64LE(BigInt(entriesAt), 72);
  bytes.writeUInt32LE(ENTRIES, 80);
  bytes.writeUInt32LE(ENTRY_BYTES, 84);
  bytes.writeUInt32LE(crc32(entries), 88);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 92)), 16);
  return bytes;
}

/** CRC-32 as GPT uses it (reflected, 0xEDB88320). */
function crc32(bytes: Uint8Array): number {
  let state = 0xffffffff;
  for (const byte of bytes) {
    state ^= byte;
    for (let bit = 0; bit < 8; bit += 1) state = state & 1 ? (state >>> 1) ^ 0xedb88320 : state >>> 1;
  }
  return (state ^ 0xffffffff) >>> 0;
}
