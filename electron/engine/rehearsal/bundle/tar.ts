/** One entry of a ustar archive. Owner is root, time is 0: the same content always gives the same bytes. */
export interface TarEntry {
  readonly path: string;
  /** Absent = a directory. */
  readonly data?: Uint8Array;
  readonly mode?: number;
}

const BLOCK_BYTES = 512;

/**
 * Writes a ustar archive (POSIX.1-1988), enough for Debian packages and container images.
 * @param entries in the order they are written; paths of at most 100 ASCII characters
 * @throws RangeError for a path that does not fit
 */
export function makeTar(entries: readonly TarEntry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const entry of entries) {
    const data = entry.data ?? new Uint8Array(0);
    blocks.push(header(entry, data.length), data, new Uint8Array(padding(data.length)));
  }
  blocks.push(new Uint8Array(2 * BLOCK_BYTES));
  return concatBytes(blocks);
}

/** Joins byte arrays. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function padding(sizeBytes: number): number {
  return (BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES;
}

function header(entry: TarEntry, sizeBytes: number): Uint8Array {
  const path = Buffer.from(entry.path, 'ascii');
  if (path.length > 100) throw new RangeError(`path too long for ustar: ${entry.path}`);
  const isDirectory = entry.data === undefined;
  const block = Buffer.alloc(BLOCK_BYTES);
  path.copy(block, 0);
  const octal = (value: number, offset: number, width: number): void => {
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'ascii');
  };
  octal(entry.mode ?? (isDirectory ? 0o755 : 0o644), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(sizeBytes, 124, 12);
  octal(0, 136, 12);
  block.write(isDirectory ? '5' : '0', 156, 'ascii');
  block.write('ustar\0', 257, 'ascii');
  block.write('00', 263, 'ascii');
  block.write('root', 265, 'ascii');
  block.write('root', 297, 'ascii');
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
