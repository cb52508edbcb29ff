import { type FileHandle, open } from 'node:fs/promises';

/** Lines of a log in the order of the file; line `firstSeq` first. */
export interface LogPiece {
  readonly firstSeq: number;
  readonly lines: readonly string[];
}

/**
 * The file of a run's log, as it grows, read by the piece: whatever its size, only an index of it is held. Event n stands in line
 * n. A last line without its newline is not there yet, or was torn.
 */
export interface LogFile {
  /** Takes in what was written since; gives the number of the last whole line. */
  grow(): Promise<number>;
  /** From the piece that holds line `from` to the end as it is known, oldest piece first. */
  pieces(from: number): AsyncGenerator<LogPiece, void, void>;
  /** From the piece that holds line `from` to the beginning, newest piece first. */
  piecesBack(from: number): AsyncGenerator<LogPiece, void, void>;
}

const LINES_PER_PIECE = 2048;
const READ_BYTES = 1 << 18;
/** Read at once on the way to the end: while a site talks much, every turn of the engine counts. */
const PIECES_A_READ = 4;
const NEWLINE = 10;

/** Nothing is read yet: {@link LogFile.grow} does. */
export function openLogFile(path: string): LogFile {
  /** Where lines 1, 2049, 4097, ... begin. */
  const starts: number[] = [0];
  let lines = 0;
  let bytes = 0;
  let growing: Promise<number> | undefined;

  const scan = async (): Promise<number> => {
    const handle = await open(path, 'r');
    try {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      let at = bytes;
      // As far as it goes now: who follows a fast log to its end would never come to tell of it.
      const { size } = await handle.stat();
      while (at < size) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(READ_BYTES, size - at), at);
        if (bytesRead === 0) break;
        const read = buffer.subarray(0, bytesRead);
        for (let end = read.indexOf(NEWLINE); end >= 0; end = read.indexOf(NEWLINE, end + 1)) {
          lines += 1;
          bytes = at + end + 1;
          if (lines % LINES_PER_PIECE === 0) starts.push(bytes);
        }
        at += bytesRead;
      }
      return lines;
    } finally {
      await handle.close();
    }
  };
  /** Each reader has one buffer on its whole way: a new one a piece would pile up faster than it is collected. */
  const reader = (handle: FileHandle, pieces: number) => {
    let buffer = Buffer.alloc(0);
    return async (index: number): Promise<LogPiece> => {
      const start = starts[index] ?? bytes;
      const end = starts[index + pieces] ?? bytes;
      if (buffer.length < end - start) buffer = Buffer.allocUnsafeSlow(end - start);
      const { bytesRead } = await handle.read(buffer, 0, end - start, start);
      const text = buffer.toString('utf8', 0, bytesRead);
      return { firstSeq: index * LINES_PER_PIECE + 1, lines: text.split('\n').slice(0, -1) };
    };
  };
  const pieceOf = (line: number): number => Math.floor((line - 1) / LINES_PER_PIECE);

  return {
    grow() {
      growing ??= scan().finally(() => {
        growing = undefined;
      });
      return growing;
    },
    async *pieces(from) {
      if (lines === 0) return;
      const handle = await open(path, 'r');
      try {
        const read = reader(handle, PIECES_A_READ);
        for (let index = pieceOf(Math.max(1, from)); index * LINES_PER_PIECE < lines; index += PIECES_A_READ)
          yield await read(index);
      } finally {
        await handle.close();
      }
    },
    async *piecesBack(from) {
      if (lines === 0) return;
      const handle = await open(path, 'r');
      try {
        const read = reader(handle, 1);
        for (let index = pieceOf(Math.min(Math.max(1, from), lines)); index >= 0; index -= 1) yield await read(index);
      } finally {
        await handle.close();
      }
    },
  };
}
