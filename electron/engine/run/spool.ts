import { type FileHandle, open } from 'node:fs/promises';

/**
 * A new file that only grows. What is appended waits in pieces of bytes until it is written: a million short texts that wait
 * would each be an object that outlives the next look of the garbage collector. It can be read back at once.
 */
export interface Spool {
  /** Gives the length in bytes. */
  append(text: string): number;
  /** Bytes from one place to another, as far as they were appended. */
  read(from: number, to: number): Promise<Buffer>;
  /** Waits until all is in the file, then closes it. */
  close(): Promise<void>;
}

interface Piece {
  readonly start: number;
  readonly bytes: Buffer;
  used: number;
}

const PIECE_BYTES = 1 << 16;
/** Pieces that were written and are filled again. */
const PIECES_KEPT = 32;

/** Makes the file, or empties it. */
export async function openSpool(path: string): Promise<Spool> {
  const handle = await open(path, 'w+');
  /** From `written` on, in order. */
  const waiting: Piece[] = [];
  const free: Buffer[] = [];
  let bytes = 0;
  let written = 0;
  let writing: Promise<void> | undefined;
  let isFull = false;
  /** So many pieces are being written: what comes meanwhile goes into another one. */
  let sealed = 0;

  const write = async (): Promise<void> => {
    while (written < bytes && !isFull) {
      const batch = waiting.map(({ bytes: all, used }) => all.subarray(0, used));
      const end = bytes;
      sealed = batch.length;
      try {
        await appendAll(handle, batch);
      } catch {
        // A full disk stops the journal, not the screen. What does not get into the file stays in memory; nothing is written behind
        // a line that may be torn, so that the file can be read later.
        isFull = true;
        break;
      }
      written = end;
      for (const { bytes: done } of waiting.splice(0, batch.length))
        if (done.length === PIECE_BYTES && free.length < PIECES_KEPT) free.push(done);
      sealed = 0;
    }
    writing = undefined;
  };

  return {
    append(text) {
      const length = Buffer.byteLength(text);
      let last = waiting.length > sealed ? waiting.at(-1) : undefined;
      if (!last || last.used + length > last.bytes.length) {
        const room = length > PIECE_BYTES ? Buffer.allocUnsafeSlow(length) : free.pop();
        last = { start: bytes, bytes: room ?? Buffer.allocUnsafeSlow(PIECE_BYTES), used: 0 };
        waiting.push(last);
      }
      last.used += last.bytes.write(text, last.used);
      bytes += length;
      if (!isFull) writing ??= Promise.resolve().then(write);
      return length;
    },
    async read(from, to) {
      const all = Buffer.allocUnsafe(to - from);
      // What waits is taken first: it may be in the file by the time that is read.
      const inFile = Math.max(from, Math.min(to, written));
      for (const { start, bytes: piece, used } of waiting) {
        const [begin, end] = [Math.max(inFile, start), Math.min(to, start + used)];
        if (begin < end) piece.copy(all, begin - from, begin - start, end - start);
      }
      for (let at = from; at < inFile; ) {
        const { bytesRead } = await handle.read(all, at - from, inFile - at, at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return all;
    },
    async close() {
      await writing;
      await handle.close();
    },
  };
}

/** In one write where the system takes it: pieces would each wait for their turn while a site talks much. */
async function appendAll(handle: FileHandle, pieces: readonly Buffer[]): Promise<void> {
  let rest = pieces;
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest as Buffer[]);
    const next: Buffer[] = [];
    for (const piece of rest) {
      if (bytesWritten < piece.length) next.push(piece.subarray(bytesWritten));
      bytesWritten = Math.max(0, bytesWritten - piece.length);
    }
    rest = next;
  }
}
