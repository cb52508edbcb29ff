import type { FileHandle } from 'node:fs/promises';

/** Fills `into` from `position`; an end before that is an error. */
export async function readFully<T extends Uint8Array>(handle: FileHandle, into: T, position: number): Promise<T> {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await handle.read(into, at, into.length - at, position + at);
    if (bytesRead === 0) throw new Error(`it ends at ${position + at}`);
    at += bytesRead;
  }
  return into;
}

/** Writes all of `bytes` at `position`. */
export async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at);
    if (bytesWritten === 0) throw new Error('nothing was written');
    at += bytesWritten;
  }
}
