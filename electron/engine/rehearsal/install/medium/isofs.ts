import { type MediumBytes, SECTOR_BYTES } from './medium-bytes.ts';
import { readRockRidge } from './rock-ridge.ts';

const FIRST_DESCRIPTOR = 16;
/** Linux gives up after a hundred descriptors. */
const MOST_DESCRIPTORS = 100;
/** Directories larger than this are not simulated. */
const MOST_DIRECTORY_BYTES = 4 * 1024 * 1024;

/** One name in a directory. */
export interface IsoEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  /** Where its bytes lie, in order; several for a file of more than one section. */
  readonly pieces: readonly { readonly sector: number; readonly sizeBytes: number }[];
  readonly sizeBytes: number;
}

type NameScheme = 'rock-ridge' | 'joliet' | 'plain';

/**
 * An ISO 9660 volume as Linux' isofs mounts it: Rock Ridge names where the root directory announces them, else Joliet, else
 * plain names in lower case without their version. Throws an Error in the kernel's words where it would not mount.
 */
export class IsoFileSystem {
  readonly volumeId: string;
  readonly #medium: MediumBytes;
  readonly #scheme: NameScheme;
  /** Bytes at the start of every system use area that SP tells readers to leave out. */
  readonly #skipBytes: number;
  readonly #root: IsoEntry;

  constructor(medium: MediumBytes) {
    this.#medium = medium;
    const { primary, joliet } = findDescriptors(medium);
    if (primary.readUInt16LE(128) !== SECTOR_BYTES) throw new Error('isofs: unsupported logical block size');
    this.volumeId = primary.subarray(40, 72).toString('latin1').trimEnd();
    const root = rootOf(primary);
    const skip = this.#rockRidgeSkip(root);
    this.#skipBytes = skip ?? 0;
    this.#scheme = skip !== undefined ? 'rock-ridge' : joliet ? 'joliet' : 'plain';
    this.#root = joliet && skip === undefined ? rootOf(joliet) : root;
  }

  /** The entries of a directory by absolute path; undefined where there is none. */
  list(path: string): readonly IsoEntry[] | undefined {
    const found = this.find(path);
    return found?.isDirectory ? this.#entries(found) : undefined;
  }

  find(path: string): IsoEntry | undefined {
    let at: IsoEntry | undefined = this.#root;
    for (const part of path.split('/').filter((word) => word !== '')) {
      if (!at?.isDirectory) return undefined;
      at = this.#entries(at).find((entry) => entry.name === part);
    }
    return at;
  }

  /** A regular file whole, or its first `limitBytes`. Throws Input/output error where the medium ends before the file does. */
  readFile(path: string, limitBytes = Number.POSITIVE_INFINITY): Buffer | undefined {
    const entry = this.find(path);
    if (!entry || entry.isDirectory) return undefined;
    const parts: Buffer[] = [];
    let left = Math.min(limitBytes, entry.sizeBytes);
    for (const { sector, sizeBytes } of entry.pieces) {
      const length = Math.min(left, sizeBytes);
      const bytes = this.#medium.read(sector * SECTOR_BYTES, length);
      if (bytes.length < length) throw new Error(`${path}: Input/output error`);
      parts.push(bytes);
      left -= length;
    }
    return Buffer.concat(parts);
  }

  #rockRidgeSkip(root: IsoEntry): number | undefined {
    const [self] = this.#records(root);
    if (!self) return undefined;
    const use = systemUse(self);
    if (use.length >= 7 && use.toString('latin1', 0, 2) === 'SP' && use[4] === 0xbe && use[5] === 0xef) return use[6];
    return undefined;
  }

  #entries(directory: IsoEntry): readonly IsoEntry[] {
    const entries: IsoEntry[] = [];
    let open: IsoEntry | undefined;
    for (const record of this.#records(directory)) {
      const id = record.subarray(33, 33 + (record[32] ?? 0));
      if (id.length === 1 && (id[0] === 0 || id[0] === 1)) continue;
      const piece = { sector: record.readUInt32LE(2) + (record[1] ?? 0), sizeBytes: record.readUInt32LE(10) };
      if (open) {
        open = { ...open, pieces: [...open.pieces, piece], sizeBytes: open.sizeBytes + piece.sizeBytes };
      } else {
        const named = this.#nameOf(record, id);
        if (named === undefined) continue;
        open = { ...named, pieces: [piece], sizeBytes: piece.sizeBytes };
      }
      if (((record[25] ?? 0) & 0x80) !== 0) continue;
      entries.push(open);
      open = undefined;
    }
    return entries;
  }

  #nameOf(record: Buffer, id: Buffer): { readonly name: string; readonly isDirectory: boolean } | undefined {
    const isDirectory = ((record[25] ?? 0) & 2) !== 0;
    if (this.#scheme === 'joliet') return { name: swapped(id).replace(/\.?;\d+$/, ''), isDirectory };
    const plain = id
      .toString('latin1')
      .toLowerCase()
      .replace(/\.?;\d+$/, '');
    if (this.#scheme === 'plain') return { name: plain, isDirectory };
    const ridge = readRockRidge(systemUse(record).subarray(this.#skipBytes), this.#medium);
    if (ridge.isRelocated) return undefined;
    return { name: ridge.name ?? plain, isDirectory: ridge.isDirectory ?? isDirectory };
  }

  /** The records of a directory, `.` and `..` first; a record never crosses a sector, and a zero length ends one. */
  #records(directory: IsoEntry): readonly Buffer[] {
    const [piece] = directory.pieces;
    if (!piece || piece.sizeBytes > MOST_DIRECTORY_BYTES) throw new Error('isofs: directory too large');
    const bytes = this.#medium.read(piece.sector * SECTOR_BYTES, piece.sizeBytes);
    if (bytes.length < piece.sizeBytes) throw new Error('isofs: unable to read directory block');
    const records: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = bytes[at] ?? 0;
      if (length === 0) {
        at = (Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES;
        continue;
      }
      const end = at + length;
      if (length < 34 || end > bytes.length || 33 + (bytes[at + 32] ?? 0) > length)
        throw new Error('isofs: corrupted directory entry');
      records.push(bytes.subarray(at, end));
      at = end;
    }
    return records;
  }
}

function systemUse(record: Buffer): Buffer {
  const nameLength = record[32] ?? 0;
  return record.subarray(33 + nameLength + (nameLength % 2 === 0 ? 1 : 0));
}

/** UCS-2, big-endian. */
function swapped(id: Buffer): string {
  return Buffer.from(id.subarray(0, id.length - (id.length % 2)))
    .swap16()
    .toString('utf16le');
}

function rootOf(descriptor: Buffer): IsoEntry {
  const piece = { sector: descriptor.readUInt32LE(158), sizeBytes: descriptor.readUInt32LE(166) };
  return { name: '', isDirectory: true, pieces: [piece], sizeBytes: piece.sizeBytes };
}

function findDescriptors(medium: MediumBytes): { readonly primary: Buffer; readonly joliet: Buffer | undefined } {
  let primary: Buffer | undefined;
  let joliet: Buffer | undefined;
  for (let index = 0; index < MOST_DESCRIPTORS; index += 1) {
    const sector = medium.read((FIRST_DESCRIPTOR + index) * SECTOR_BYTES, SECTOR_BYTES);
    if (sector.length < SECTOR_BYTES || sector.toString('latin1', 1, 6) !== 'CD001' || sector[0] === 255) break;
    if (sector[0] === 1) primary ??= sector;
    if (sector[0] === 2 && /^%\/[@CE]/.test(sector.toString('latin1', 88, 91))) joliet ??= sector;
  }
  if (!primary) throw new Error('isofs: unable to identify CD-ROM format');
  return { primary, joliet };
}
