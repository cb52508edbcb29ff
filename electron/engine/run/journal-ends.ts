import { type FileHandle, open } from 'node:fs/promises';
import { type JournalRecord, recordOfLine } from './journal.ts';

/** The first two records of a journal, and its last one: what a run was and how it ended, whatever it wrote between them. */
export interface JournalEnds {
  readonly first: JournalRecord;
  readonly second: JournalRecord | undefined;
  /** The first one where there is no other. A torn last line is passed over. */
  readonly last: JournalRecord;
}

/** Most journals tell both ends in one read of this size each; a longer record is read with larger ones. */
const READ_BYTES = 16 * 1024;
const LARGER = 8;
const NEWLINE = 10;

/** Reads the ends of a journal and not what lies between them; its chain is not followed. Undefined where it cannot be read. */
export async function journalEnds(path: string): Promise<JournalEnds | undefined> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const [first, second] = await head(handle, size);
    if (!first) return undefined;
    return { first, second, last: (await tail(handle, size)) ?? first };
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

async function head(handle: FileHandle, size: number): Promise<readonly (JournalRecord | undefined)[]> {
  for (let bytes = READ_BYTES; ; bytes *= LARGER) {
    const read = await readAt(handle, 0, Math.min(bytes, size));
    const lines = read.toString('utf8', 0, read.lastIndexOf(NEWLINE) + 1).split('\n');
    if (lines.length > 2 || bytes >= size) return lines.slice(0, 2).map(recordOf);
  }
}

async function tail(handle: FileHandle, size: number): Promise<JournalRecord | undefined> {
  for (let bytes = READ_BYTES; ; bytes *= LARGER) {
    const from = Math.max(0, size - bytes);
    const read = await readAt(handle, from, size - from);
    const end = read.lastIndexOf(NEWLINE);
    const before = end < 1 ? -1 : read.lastIndexOf(NEWLINE, end - 1);
    if (end >= 0 && (before >= 0 || from === 0)) return recordOf(read.toString('utf8', before + 1, end));
    if (from === 0) return undefined;
  }
}

async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function recordOf(line: string | undefined): JournalRecord | undefined {
  return line ? recordOfLine(line) : undefined;
}
