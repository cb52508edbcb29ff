import type { Stats } from 'node:fs';
import type { DriveIdentity } from '../api/drive.ts';
import { deviceNumber, isPartition, readSerial, readSys, sysFolder } from './block-device.ts';
import { FlashFailure } from './failure.ts';

/**
 * The identity of what an open handle really is: from its device number, not from its name. `stat` is the handle's.
 */
export function identityOf(stat: Stats, device: string): DriveIdentity {
  if (stat.isFile()) {
    const sequence = `${stat.dev}:${stat.ino}`;
    return { kind: 'file', serial: '', sizeBytes: stat.size, sequence, backingFile: device };
  }
  if (!stat.isBlockDevice()) throw new FlashFailure('flash.not-a-drive', { device });
  if (process.platform !== 'linux') {
    throw new FlashFailure('flash.unsupported-platform', { platform: process.platform });
  }
  const folder = sysFolder(deviceNumber(stat.rdev));
  if (folder === undefined) throw new FlashFailure('flash.vanished', { device });
  if (isPartition(folder)) throw new FlashFailure('flash.not-a-drive', { device });
  const backingFile = readSys(folder, 'loop', 'backing_file') ?? null;
  return {
    kind: backingFile === null ? 'disk' : 'loop',
    serial: readSerial(folder),
    sizeBytes: Number(readSys(folder, 'size') ?? 0) * 512,
    sequence: readSys(folder, 'diskseq') ?? null,
    backingFile,
  };
}

/** Throws `flash.identity-changed` naming the first thing that differs. */
export function checkIdentity(confirmed: DriveIdentity, seen: DriveIdentity, device: string): void {
  for (const what of ['kind', 'serial', 'backingFile', 'sizeBytes', 'sequence'] as const) {
    if (confirmed[what] === seen[what]) continue;
    const params = { device, what, confirmed: String(confirmed[what] ?? '-'), seen: String(seen[what] ?? '-') };
    throw new FlashFailure('flash.identity-changed', params);
  }
}
