import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fail } from '../../api/diagnostic.ts';
import { decompress, decompressInSlices, packingOf } from '../compress/decompress.ts';
import { readStanzas, type Stanza } from './control.ts';
import { type PackageRecord, RECORD_FIELDS, recordOf } from './package-record.ts';

/** Debian 13's largest index has 56 MB when unpacked. */
const LARGEST_INDEX_BYTES = 512 * 1024 ** 2;
/** Debian 13's largest has 69,000. */
const MOST_PACKAGES = 500_000;
/** How much is made text at a time: about 5 ms of reading. */
const PIECE_BYTES = 256 * 1024;
/** From here on a part of a text keeps the whole of it in memory (V8). */
const SHARED_FROM_CHARS = 13;

/**
 * Reads an index of a repository: `Packages`, `Packages.gz` or `Packages.xz`.
 * @param path how the file is called, for sentences
 * @throws packages.index-damaged
 */
export function readIndexFile(data: Uint8Array, path: string): readonly PackageRecord[] {
  return [...readIndexPieces(data, path)].flat();
}

const gunzipAside = promisify(gunzip);

/**
 * What an index holds, unpacked while others go on: gzip in a thread, xz in slices.
 * @throws packages.index-damaged, and the signal's reason
 */
export async function unpackIndex(data: Uint8Array, path: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    if (packingOf(data) === 'gzip') return await gunzipAside(data, { maxOutputLength: LARGEST_INDEX_BYTES });
    return await decompressInSlices(data, LARGEST_INDEX_BYTES, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw damaged(path, error);
  }
}

/**
 * Reads an index in pieces of some hundred packages, so that a caller can do other things between them; what is still packed is
 * unpacked first, at once. What is given keeps nothing of the index in memory beside itself.
 * @throws packages.index-damaged
 */
export function* readIndexPieces(data: Uint8Array, path: string): Generator<readonly PackageRecord[], void, undefined> {
  let count = 0;
  try {
    for (const text of piecesOf(decompress(data, LARGEST_INDEX_BYTES))) {
      const records: PackageRecord[] = [];
      for (const stanza of readStanzas(text, RECORD_FIELDS)) {
        const record = recordOf(ownCopy(stanza));
        if (!record.file) throw new Error(`${record.name}: no Filename`);
        records.push(record);
      }
      count += records.length;
      if (count > MOST_PACKAGES) throw new Error(`more than ${MOST_PACKAGES} packages`);
      yield records;
    }
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, error: unknown) {
  const why = error instanceof Error ? error.message : String(error);
  return fail('packages.index-damaged', { params: { file: path, why }, subject: { file: path } });
}

/** Whole paragraphs, about a piece's size. Fields that count are ASCII, so a byte is a character. */
function* piecesOf(data: Uint8Array): Generator<string, void, undefined> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  for (let at = 0; at < bytes.length; ) {
    const border = bytes.indexOf('\n\n', at + PIECE_BYTES);
    const end = border < 0 ? bytes.length : border + 2;
    yield bytes.toString('latin1', at, end);
    at = end;
  }
}

function ownCopy(stanza: Stanza): Stanza {
  const copy = new Map<string, string>();
  for (const [name, value] of stanza)
    copy.set(name, value.length < SHARED_FROM_CHARS ? value : Buffer.from(value, 'latin1').toString('latin1'));
  return copy;
}
