import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, broken } from './sector.ts';

/** A boot image named in the El Torito catalogue. `sizeBytes` is what the firmware loads: the file may be longer. */
export interface BootImage {
  readonly platform: 'bios' | 'efi' | 'other';
  readonly bootable: boolean;
  readonly block: number;
  readonly sizeBytes: number;
}

export interface BootCatalog {
  readonly block: number;
  readonly images: readonly BootImage[];
  readonly raw: Buffer;
}

const PLATFORMS: Readonly<Record<number, BootImage['platform']>> = { 0: 'bios', 239: 'efi' };
const ENTRY_BYTES = 32;

/** Reads the boot catalogue (El Torito 1.0, 2.0): one block of at most 64 entries. */
export function readBootCatalog(source: ByteSource, block: number): BootCatalog {
  const raw = source.read(block * BLOCK_BYTES, BLOCK_BYTES);
  if (raw[0] !== 1 || raw[30] !== 0x55 || raw[31] !== 0xaa) throw broken(block, 'El Torito validation entry');
  let sum = 0;
  for (let at = 0; at < ENTRY_BYTES; at += 2) sum = (sum + raw.readUInt16LE(at)) & 0xffff;
  if (sum !== 0) throw broken(block, 'El Torito checksum');
  const images: BootImage[] = [];
  let platform = PLATFORMS[raw.readUInt8(1)] ?? 'other';
  for (let at = ENTRY_BYTES; at < BLOCK_BYTES; at += ENTRY_BYTES) {
    const head = raw.readUInt8(at);
    if (head === 0x90 || head === 0x91) {
      platform = PLATFORMS[raw.readUInt8(at + 1)] ?? 'other';
      continue;
    }
    if (head !== 0x88 && head !== 0) continue;
    const image = { block: raw.readUInt32LE(at + 8), sizeBytes: raw.readUInt16LE(at + 6) * 512 };
    if (image.block === 0) {
      if (at > ENTRY_BYTES) break;
      continue;
    }
    images.push({ platform, bootable: head === 0x88, ...image });
  }
  return { block, images, raw };
}
