import { broken, readBoth16, readBoth32 } from './sector.ts';

/** ECMA-119 9.1, one record of a directory. */
export interface DirectoryRecord {
  /** The file identifier as stored: `ANSWER.TOM;1`; one 0x00 for '.', one 0x01 for '..'. */
  readonly id: Buffer;
  readonly block: number;
  readonly sizeBytes: number;
  readonly flags: number;
  readonly isDirectory: boolean;
  /** Not the last record of a file that has several (4 GiB or more). */
  readonly continues: boolean;
  readonly systemUse: Buffer;
  readonly raw: Buffer;
}

const FLAG_DIRECTORY = 0x02;
const FLAG_MULTI_EXTENT = 0x80;
/** Length of a record's fixed part, up to the identifier. */
export const RECORD_HEAD_BYTES = 33;

/** Parses the record at the start of `bytes`; `block` is only for the error. */
export function parseDirectoryRecord(bytes: Buffer, block: number): DirectoryRecord {
  const length = bytes.length > 0 ? bytes.readUInt8(0) : 0;
  if (length < RECORD_HEAD_BYTES + 1 || length > bytes.length)
    throw broken(block, `directory record of ${length} bytes`);
  const raw = bytes.subarray(0, length);
  const idLength = raw.readUInt8(32);
  if (idLength < 1 || RECORD_HEAD_BYTES + idLength > length) throw broken(block, `identifier of ${idLength} bytes`);
  if (raw.readUInt8(1) !== 0) throw broken(block, 'extended attribute record');
  if (raw.readUInt8(26) !== 0 || raw.readUInt8(27) !== 0) throw broken(block, 'interleaved file');
  readBoth16(raw, 28, block, 'volume sequence number');
  const flags = raw.readUInt8(25);
  const idEnd = RECORD_HEAD_BYTES + idLength;
  return {
    id: raw.subarray(RECORD_HEAD_BYTES, idEnd),
    block: readBoth32(raw, 2, block, 'extent'),
    sizeBytes: readBoth32(raw, 10, block, 'data length'),
    flags,
    isDirectory: (flags & FLAG_DIRECTORY) !== 0,
    continues: (flags & FLAG_MULTI_EXTENT) !== 0,
    systemUse: raw.subarray(Math.min(length, idEnd + (idLength % 2 === 0 ? 1 : 0))),
    raw,
  };
}

export function isSelfOrParent(id: Buffer): boolean {
  return id.length === 1 && (id[0] === 0 || id[0] === 1);
}
