import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { FlasherDrive, IdentifyTask } from '../api/drive.ts';
import { checkIdentity } from './drive-identity.ts';
import { FlashFailure, fromSystemError, refuseCancelled } from './failure.ts';
import type { Job } from './flash-drive.ts';
import { foreignIdentity, foreignSystem } from './foreign/foreign-drive.ts';
import { type ReadAt, readStick } from './read-stick.ts';
import { openTarget } from './target.ts';

/** Some systems read raw drives in whole sectors only; none are larger. */
const SECTOR_BYTES = 4096;

/** Tells what a written drive is recognised by. Opens it for reading only, mounted or not. */
export async function identifyDrive({ index, drive, task, signal, emit }: Job<IdentifyTask>): Promise<void> {
  const { device } = drive;
  refuseCancelled(signal, device);
  const handle = await openToRead(drive);
  try {
    const read: ReadAt = async (position, length) => {
      const from = position - (position % SECTOR_BYTES);
      const bytes = Buffer.alloc(Math.ceil((position + length - from) / SECTOR_BYTES) * SECTOR_BYTES);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      const wanted = bytes.subarray(position - from, Math.min(filled, position - from + length));
      if (wanted.length === length) return wanted;
      throw new FlashFailure('flash.not-a-stick', { device }, [`it ends at ${from + filled}`]);
    };
    emit({ event: 'identified', drive: index, ...(await readStick(read, task.zones, device)) });
  } finally {
    await handle.close();
  }
}

async function openToRead({ device, identity }: FlasherDrive): Promise<FileHandle> {
  const system = foreignSystem();
  if (system && identity.kind !== 'file') {
    checkIdentity(identity, foreignIdentity(system, device), device);
    return open(device, 'r').catch((error: unknown) => {
      throw fromSystemError(error, device, 0);
    });
  }
  const target = await openTarget(device, 'read');
  try {
    checkIdentity(identity, target.identity, device);
    return target.handle;
  } catch (error) {
    await target.handle.close();
    throw error;
  }
}
