import { type DirectoryRecord, RECORD_HEAD_BYTES } from './iso/directory-record.ts';
import { broken, writeBoth32 } from './iso/sector.ts';
import type { SystemUseEntry } from './iso/system-use.ts';

/** Mode of the files added: a regular file that everyone may read (RRIP 4.1.1). */
const REGULAR_FILE_MODE = 0o100444;
/** Its length is one byte (ECMA-119 9.1.1). */
const RECORD_LIMIT_BYTES = 255;

export interface NewRecord {
  readonly id: Buffer;
  readonly block: number;
  readonly sizeBytes: number;
  /** The SUSP entries of the record; empty for Joliet. */
  readonly systemUse: Buffer;
}

/** A record for a plain file. Date, unit sizes and volume number are those of `like`, so that bytes are deterministic. Errors: `image.broken-structure`. */
export function buildRecord(record: NewRecord, like: DirectoryRecord): Buffer {
  const idEnd = RECORD_HEAD_BYTES + record.id.length;
  const useStart = idEnd + (record.id.length % 2 === 0 ? 1 : 0);
  const length = useStart + record.systemUse.length + (record.systemUse.length % 2) + (useStart % 2);
  // Only where the neighbour whose attributes it takes is stranger than any maker's.
  if (length > RECORD_LIMIT_BYTES) throw broken(like.block, `a new record would have ${length} bytes`);
  const bytes = Buffer.alloc(length);
  like.raw.copy(bytes, 18, 18, 32);
  bytes.writeUInt8(length, 0);
  writeBoth32(bytes, 2, record.block);
  writeBoth32(bytes, 10, record.sizeBytes);
  bytes.writeUInt8(0, 25);
  bytes.writeUInt8(record.id.length, 32);
  record.id.copy(bytes, RECORD_HEAD_BYTES);
  record.systemUse.copy(bytes, useStart);
  return bytes;
}

/**
 * Rock Ridge for a new file, cloned from a neighbour's entries in their order: PX keeps its form (36 or 44 bytes) and
 * becomes a regular file, TF and RR are copied, NM holds the new name; other entries belong to the neighbour.
 * `skip`: the bytes SP tells every reader to leave out.
 */
export function cloneSystemUse(
  neighbour: readonly SystemUseEntry[],
  options: { readonly name: string; readonly serial: number; readonly skip: number },
): Buffer {
  const parts: Buffer[] = [Buffer.alloc(options.skip)];
  const nameEntry = makeNameEntry(options.name);
  let named = false;
  let described = false;
  for (const { signature, bytes } of neighbour) {
    if (signature === 'PX' && !described) {
      parts.push(makePosixEntry(bytes.length >= 44 ? 44 : 36, options.serial));
      described = true;
    } else if (signature === 'TF' || signature === 'RR') parts.push(Buffer.from(bytes));
    else if (signature === 'NM' && !named) {
      parts.push(nameEntry);
      named = true;
    }
  }
  if (!described) parts.push(makePosixEntry(36, options.serial));
  if (!named) parts.push(nameEntry);
  return Buffer.concat(parts);
}

function makePosixEntry(length: 36 | 44, serial: number): Buffer {
  const entry = Buffer.alloc(length);
  entry.write('PX', 'latin1');
  entry.writeUInt8(length, 2);
  entry.writeUInt8(1, 3);
  writeBoth32(entry, 4, REGULAR_FILE_MODE);
  writeBoth32(entry, 12, 1);
  if (length === 44) writeBoth32(entry, 36, serial);
  return entry;
}

function makeNameEntry(name: string): Buffer {
  const text = Buffer.from(name, 'latin1');
  return Buffer.concat([Buffer.from([0x4e, 0x4d, 5 + text.length, 1, 0]), text]);
}
