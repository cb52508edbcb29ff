import { fail } from '../../../api/diagnostic.ts';
import type { ByteSource } from '../byte-source.ts';
import { type DirectoryRecord, parseDirectoryRecord } from './directory-record.ts';
import { BLOCK_BYTES, broken, readBoth16, readBoth32, SYSTEM_AREA_BLOCKS } from './sector.ts';

/** One tree of the image: the primary (ISO 9660 with Rock Ridge) or Joliet. */
export interface VolumeDescriptor {
  readonly kind: 'primary' | 'joliet';
  readonly block: number;
  readonly volumeId: string;
  readonly volumeBlocks: number;
  readonly root: DirectoryRecord;
  readonly pathTableBytes: number;
  /** Blocks of the little- and big-endian path tables; 0 = an optional copy that is not there. */
  readonly pathTables: { readonly l: number; readonly l2: number; readonly m: number; readonly m2: number };
  readonly raw: Buffer;
}

export interface VolumeDescriptors {
  readonly primary: VolumeDescriptor;
  readonly joliet: VolumeDescriptor | undefined;
  /** Block of the El Torito boot catalogue. */
  readonly bootCatalogBlock: number | undefined;
  /** The first block behind the set terminator. */
  readonly endBlock: number;
  /** What stands there that a patch must not touch or follow. */
  readonly foreign: {
    readonly iso9660v2: boolean;
    readonly severalJoliet: boolean;
    readonly udf: boolean;
    readonly isoMd5sum: boolean;
    readonly checksumTags: boolean;
  };
}

const DESCRIPTOR_LIMIT = 64;
const JOLIET_ESCAPES = ['%/@', '%/C', '%/E'];

/** Reads the volume descriptor set at block 16 (ECMA-119 8). Errors: not-iso9660, broken-structure, block-size. */
export function readVolumeDescriptors(source: ByteSource): VolumeDescriptors {
  let primary: VolumeDescriptor | undefined;
  let joliet: VolumeDescriptor | undefined;
  let severalJoliet = false;
  let iso9660v2 = false;
  let bootCatalogBlock: number | undefined;
  let block = SYSTEM_AREA_BLOCKS;
  for (; ; block += 1) {
    if (block >= SYSTEM_AREA_BLOCKS + DESCRIPTOR_LIMIT) throw broken(block, 'no volume descriptor set terminator');
    if ((block + 1) * BLOCK_BYTES > source.sizeBytes) throw fail('image.not-iso9660');
    const bytes = source.read(block * BLOCK_BYTES, BLOCK_BYTES);
    if (bytes.toString('latin1', 1, 6) !== 'CD001') {
      if (!primary) throw fail('image.not-iso9660');
      throw broken(block, 'volume descriptor without CD001');
    }
    const type = bytes.readUInt8(0);
    if (type === 255) break;
    if (type === 0 && bytes.toString('latin1', 7, 30) === 'EL TORITO SPECIFICATION') {
      bootCatalogBlock ??= bytes.readUInt32LE(0x47);
    }
    if (type === 1 && !primary) primary = parseVolume(bytes, block, 'primary');
    if (type === 2) {
      if (bytes.readUInt8(6) === 2) iso9660v2 = true;
      else if (JOLIET_ESCAPES.includes(bytes.toString('latin1', 88, 91))) {
        if (joliet) severalJoliet = true;
        joliet ??= parseVolume(bytes, block, 'joliet');
      } else iso9660v2 = true;
    }
  }
  if (!primary) throw fail('image.not-iso9660');
  const endBlock = block + 1;
  const behind = lookBehind(source, endBlock);
  const isoMd5sum = primary.raw.toString('latin1', 883, 1395).includes('ISO MD5SUM');
  const foreign = { iso9660v2, severalJoliet, udf: behind.udf, isoMd5sum, checksumTags: behind.checksumTags };
  return { primary, joliet, bootCatalogBlock, endBlock, foreign };
}

function parseVolume(bytes: Buffer, block: number, kind: 'primary' | 'joliet'): VolumeDescriptor {
  const blockBytes = readBoth16(bytes, 128, block, 'logical block size');
  if (blockBytes !== BLOCK_BYTES) throw fail('image.block-size', { params: { blockBytes } });
  const root = parseDirectoryRecord(bytes.subarray(156, 190), block);
  if (!root.isDirectory) throw broken(block, 'the root record is no directory');
  const rawId = bytes.subarray(40, 72);
  const volumeId = kind === 'joliet' ? utf16be(rawId) : rawId.toString('latin1');
  return {
    kind,
    block,
    volumeId: volumeId.replace(/[\s\0]+$/, ''),
    volumeBlocks: readBoth32(bytes, 80, block, 'volume space size'),
    root,
    pathTableBytes: readBoth32(bytes, 132, block, 'path table size'),
    pathTables: {
      l: bytes.readUInt32LE(140),
      l2: bytes.readUInt32LE(144),
      m: bytes.readUInt32BE(148),
      m2: bytes.readUInt32BE(152),
    },
    raw: bytes,
  };
}

/** UDF's recognition sequence and libisofs' checksum tags stand right behind the descriptor set. */
function lookBehind(source: ByteSource, endBlock: number): { udf: boolean; checksumTags: boolean } {
  let udf = false;
  let checksumTags = false;
  for (let block = endBlock; block < endBlock + 16; block += 1) {
    if ((block + 1) * BLOCK_BYTES > source.sizeBytes) break;
    const head = source.read(block * BLOCK_BYTES, 64).toString('latin1');
    if (['BEA01', 'NSR02', 'NSR03'].includes(head.slice(1, 6))) udf = true;
    if (/^libisofs_(sb|rlsb32)_checksum_tag_v1/.test(head)) checksumTags = true;
  }
  return { udf, checksumTags };
}

export function utf16be(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    text += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  }
  return text;
}

export function toUtf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
