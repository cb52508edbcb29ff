import type { BigIntStats } from 'node:fs';

/**
 * What tells whether a file is still the same one, unchanged: device, inode, size, mtime and ctime in nanoseconds. Bytes that
 * change without it (a failing disk, a clock set back) are found by their digest alone. The flasher takes the same of the file
 * it has opened.
 */
export function fileStamp({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}
