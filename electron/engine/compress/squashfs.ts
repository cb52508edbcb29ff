import { inflateSync } from 'node:zlib';
import type { RangeSource } from './range-source.ts';
import { unxz } from './unxz.ts';
import { unzstd } from './unzstd.ts';

/** A SquashFS image is not one, is damaged, or is packed in a way that is not read. */
export class SquashFsError extends Error {
  override readonly name = 'SquashFsError';
}

const MAGIC = 0x73717368;
const METADATA_BYTES = 8192;
const LARGEST_BLOCK_BYTES = 1024 ** 2;
const UNPACKED_METADATA = 0x8000;
const UNPACKED_DATA = 1 << 24;
const NO_FRAGMENT = 0xffffffff;
const FRAGMENTS_A_BLOCK = 512;
/** A directory or an inode never needs more in a row. */
const LONGEST_METADATA_BYTES = 16 * 1024 ** 2;
const PACKINGS: Readonly<Record<number, string>> = { 1: 'gzip', 2: 'lzma', 3: 'lzo', 4: 'xz', 5: 'lz4', 6: 'zstd' };

const UNPACKERS: Readonly<Record<string, (data: Buffer, maxBytes: number) => Uint8Array>> = {
  gzip: (data, maxBytes) => inflateSync(data, { maxOutputLength: maxBytes }),
  xz: unxz,
  zstd: unzstd,
};

interface Superblock {
  readonly blockBytes: number;
  readonly fragments: number;
  readonly rootInode: bigint;
  readonly inodeTable: number;
  readonly directoryTable: number;
  readonly fragmentTable: number;
  unpack(data: Buffer, maxBytes: number): Buffer;
}

interface FileInode {
  readonly kind: 'file';
  readonly start: number;
  readonly sizeBytes: number;
  readonly fragment: number;
  readonly fragmentOffset: number;
  readonly blockSizes: readonly number[];
}
interface DirectoryInode {
  readonly kind: 'directory';
  readonly block: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * One plain file out of a SquashFS 4.0 image (gzip, xz or zstd), by its path. Links are not followed.
 * @param maxBytes a larger file is refused
 * @returns undefined where there is no such file
 * @throws SquashFsError
 */
export function readSquashFile(image: RangeSource, path: string, maxBytes: number): Buffer | undefined {
  try {
    const superblock = readSuperblock(image);
    let inode = readInode(image, superblock, superblock.rootInode, maxBytes);
    for (const part of path.split('/').filter((name) => name !== '')) {
      if (inode?.kind !== 'directory') return undefined;
      const reference = findEntry(image, superblock, inode, part);
      if (reference === undefined) return undefined;
      inode = readInode(image, superblock, reference, maxBytes);
    }
    return inode?.kind === 'file' ? readContent(image, superblock, inode) : undefined;
  } catch (error) {
    if (error instanceof SquashFsError) throw error;
    throw new SquashFsError(`damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function bytesAt(image: RangeSource, offset: number, length: number): Buffer {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > image.sizeBytes)
    throw new SquashFsError('damaged: something lies behind the end');
  const bytes = image.read(offset, length);
  if (bytes.length !== length) throw new SquashFsError('the image ends early');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function readSuperblock(image: RangeSource): Superblock {
  const block = bytesAt(image, 0, Math.min(96, image.sizeBytes));
  if (block.length < 96 || block.readUInt32LE(0) !== MAGIC) throw new SquashFsError('no SquashFS image');
  const version = `${block.readUInt16LE(28)}.${block.readUInt16LE(30)}`;
  if (version !== '4.0') throw new SquashFsError(`SquashFS ${version} is not read`);
  const packing = PACKINGS[block.readUInt16LE(20)] ?? `number ${block.readUInt16LE(20)}`;
  const unpack = UNPACKERS[packing];
  if (!unpack) throw new SquashFsError(`packed with ${packing}, which is not read`);
  const blockBytes = block.readUInt32LE(12);
  if (blockBytes < 4096 || blockBytes > LARGEST_BLOCK_BYTES) throw new SquashFsError('damaged: size of blocks');
  const place = (offset: number) => Number(block.readBigUInt64LE(offset));
  return {
    blockBytes,
    fragments: block.readUInt32LE(16),
    rootInode: block.readBigUInt64LE(32),
    inodeTable: place(64),
    directoryTable: place(72),
    fragmentTable: place(80),
    unpack: (data, maxBytes) => Buffer.from(unpack(data, maxBytes)),
  };
}

/** Reads through metadata blocks, one after the other, from a place in the first. */
class MetadataReader {
  readonly #image: RangeSource;
  readonly #superblock: Superblock;
  #next: number;
  #data: Buffer = Buffer.alloc(0);

  constructor(image: RangeSource, superblock: Superblock, block: number, offset: number) {
    this.#image = image;
    this.#superblock = superblock;
    this.#next = block;
    this.take(offset);
  }

  take(length: number): Buffer {
    if (length > LONGEST_METADATA_BYTES) throw new SquashFsError('damaged: too long a list');
    while (this.#data.length < length) this.#data = Buffer.concat([this.#data, this.#block()]);
    const taken = this.#data.subarray(0, length);
    this.#data = this.#data.subarray(length);
    return taken;
  }

  #block(): Buffer {
    const header = bytesAt(this.#image, this.#next, 2).readUInt16LE(0);
    const length = header & ~UNPACKED_METADATA;
    if (length === 0 || length > METADATA_BYTES) throw new SquashFsError('damaged: a block of metadata');
    const data = bytesAt(this.#image, this.#next + 2, length);
    this.#next += 2 + length;
    return (header & UNPACKED_METADATA) === 0 ? this.#superblock.unpack(data, METADATA_BYTES) : data;
  }
}

/** An inode by its reference: place of its block in the table, and its offset in what that unpacks to. */
function readInode(
  image: RangeSource,
  superblock: Superblock,
  reference: bigint,
  maxBytes: number,
): FileInode | DirectoryInode | undefined {
  const reader = new MetadataReader(
    image,
    superblock,
    superblock.inodeTable + Number(reference >> 16n),
    Number(reference & 0xffffn),
  );
  const kind = reader.take(16).readUInt16LE(0);
  switch (kind) {
    case 1: {
      const fields = reader.take(16);
      return directory(fields.readUInt32LE(0), fields.readUInt16LE(10), fields.readUInt16LE(8));
    }
    case 8: {
      const fields = reader.take(24);
      return directory(fields.readUInt32LE(8), fields.readUInt16LE(18), fields.readUInt32LE(4));
    }
    case 2: {
      const fields = reader.take(16);
      return file(superblock, reader, maxBytes, {
        start: fields.readUInt32LE(0),
        fragment: fields.readUInt32LE(4),
        fragmentOffset: fields.readUInt32LE(8),
        sizeBytes: fields.readUInt32LE(12),
      });
    }
    case 9: {
      const fields = reader.take(40);
      return file(superblock, reader, maxBytes, {
        start: Number(fields.readBigUInt64LE(0)),
        sizeBytes: Number(fields.readBigUInt64LE(8)),
        fragment: fields.readUInt32LE(28),
        fragmentOffset: fields.readUInt32LE(32),
      });
    }
    default:
      return undefined;
  }
}

/** The size of a directory counts 3 bytes for `.` and `..`, which are not in it. */
function directory(block: number, offset: number, size: number): DirectoryInode {
  return { kind: 'directory', block, offset, sizeBytes: Math.max(0, size - 3) };
}

function file(
  superblock: Superblock,
  reader: MetadataReader,
  maxBytes: number,
  known: Omit<FileInode, 'kind' | 'blockSizes'>,
): FileInode {
  if (known.sizeBytes > maxBytes) throw new SquashFsError(`the file has ${known.sizeBytes} bytes, more than allowed`);
  const whole = known.sizeBytes / superblock.blockBytes;
  const blocks = known.fragment === NO_FRAGMENT ? Math.ceil(whole) : Math.floor(whole);
  const list = reader.take(blocks * 4);
  const blockSizes = Array.from({ length: blocks }, (_, index) => list.readUInt32LE(index * 4));
  return { kind: 'file', ...known, blockSizes };
}

/** The inode reference of an entry of a directory. */
function findEntry(
  image: RangeSource,
  superblock: Superblock,
  { block, offset, sizeBytes }: DirectoryInode,
  wanted: string,
): bigint | undefined {
  if (sizeBytes === 0) return undefined;
  const list = new MetadataReader(image, superblock, superblock.directoryTable + block, offset).take(sizeBytes);
  for (let at = 0; at < list.length; ) {
    const count = list.readUInt32LE(at) + 1;
    const inodeBlock = BigInt(list.readUInt32LE(at + 4));
    if (count > 256) throw new SquashFsError('damaged: a directory');
    at += 12;
    for (let entry = 0; entry < count; entry += 1) {
      const inodeOffset = BigInt(list.readUInt16LE(at));
      const length = list.readUInt16LE(at + 6) + 1;
      const name = list.subarray(at + 8, at + 8 + length).toString('utf8');
      if (name === wanted) return (inodeBlock << 16n) | inodeOffset;
      at += 8 + length;
    }
  }
  return undefined;
}

function readContent(image: RangeSource, superblock: Superblock, inode: FileInode): Buffer {
  const parts: Buffer[] = [];
  let at = inode.start;
  let left = inode.sizeBytes;
  for (const size of inode.blockSizes) {
    const wanted = Math.min(left, superblock.blockBytes);
    const packed = size & ~UNPACKED_DATA;
    // Size 0 = a hole.
    const data = packed === 0 ? Buffer.alloc(wanted) : readBlock(image, superblock, at, size);
    if (data.length !== wanted) throw new SquashFsError('damaged: a block of a file');
    parts.push(data);
    at += packed;
    left -= wanted;
  }
  if (inode.fragment !== NO_FRAGMENT) {
    const fragment = readFragment(image, superblock, inode.fragment);
    const data = fragment.subarray(inode.fragmentOffset, inode.fragmentOffset + left);
    if (data.length !== left) throw new SquashFsError('damaged: the end of a file');
    parts.push(data);
  }
  return Buffer.concat(parts);
}

function readFragment(image: RangeSource, superblock: Superblock, index: number): Buffer {
  if (index >= superblock.fragments) throw new SquashFsError('damaged: the end of a file');
  const pointer = superblock.fragmentTable + Math.floor(index / FRAGMENTS_A_BLOCK) * 8;
  const block = Number(bytesAt(image, pointer, 8).readBigUInt64LE(0));
  const entry = new MetadataReader(image, superblock, block, (index % FRAGMENTS_A_BLOCK) * 16).take(16);
  return readBlock(image, superblock, Number(entry.readBigUInt64LE(0)), entry.readUInt32LE(8));
}

function readBlock(image: RangeSource, superblock: Superblock, at: number, size: number): Buffer {
  const packed = size & ~UNPACKED_DATA;
  if (packed > superblock.blockBytes) throw new SquashFsError('damaged: a block of a file');
  const data = bytesAt(image, at, packed);
  return (size & UNPACKED_DATA) === 0 ? superblock.unpack(data, superblock.blockBytes) : data;
}
