import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** Replaces a file whole, mode 0600: temp beside the target, fsync, rename. */
export function writeWhole(path: string, data: Uint8Array): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    let done = 0;
    while (done < data.length) done += writeSync(file, data, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
