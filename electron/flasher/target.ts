import { constants, realpathSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { DriveIdentity } from '../api/drive.ts';
import { deviceNumber, readSys, sysFolder } from './block-device.ts';
import { identityOf } from './drive-identity.ts';
import { fromSystemError } from './failure.ts';

/** An opened drive or file. */
export interface Target {
  readonly handle: FileHandle;
  readonly device: string;
  readonly identity: DriveIdentity;
  readonly isBlock: boolean;
  /** Past the page cache: what is read back really comes from the drive. */
  readonly direct: boolean;
  /** Lengths and positions of transfers are multiples of this. */
  readonly blockBytes: number;
}

const ALIGNMENT_BYTES = 4096;

/**
 * write: all of it, past the page cache where the platform has it. A file that is not there is never created.
 * edit: parts of it; files through the page cache, so that any position and length will do.
 * read: nothing is written, and whoever uses it goes on doing so.
 */
export type OpenMode = 'write' | 'edit' | 'read';

/** Opens a drive or file; a block device to be written exclusively (O_EXCL: refused while anything is mounted or built on it). */
export async function openTarget(device: string, mode: OpenMode): Promise<Target> {
  const { O_RDONLY, O_RDWR, O_EXCL, O_NONBLOCK } = constants;
  try {
    const path = realpathSync(device);
    const probe = await open(path, O_RDONLY | O_NONBLOCK);
    const isBlock = await probe.stat().then(
      (stat) => stat.isBlockDevice(),
      () => false,
    );
    await probe.close();
    const flags = (mode === 'read' ? O_RDONLY : O_RDWR) | (mode !== 'read' && isBlock ? O_EXCL : 0);
    const isPastCache = process.platform === 'linux' && mode !== 'read' && (isBlock || mode !== 'edit');
    const direct = isPastCache ? constants.O_DIRECT : 0;
    let handle: FileHandle;
    let isDirect = direct !== 0;
    try {
      handle = await open(path, flags | direct);
    } catch (error) {
      // Some file systems (tmpfs of old kernels, FUSE) have no direct transfers.
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL' || direct === 0) throw error;
      handle = await open(path, flags);
      isDirect = false;
    }
    try {
      const stat = await handle.stat();
      const identity = identityOf(stat, path);
      const folder = stat.isBlockDevice() ? sysFolder(deviceNumber(stat.rdev)) : undefined;
      const logical = Number((folder && readSys(folder, 'queue', 'logical_block_size')) ?? 0);
      const blockBytes = stat.isBlockDevice() ? logical || 512 : isDirect ? ALIGNMENT_BYTES : 1;
      return { handle, device: path, identity, isBlock: stat.isBlockDevice(), direct: isDirect, blockBytes };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw fromSystemError(error, device, 0);
  }
}

/** Rounds up to whole blocks of the target. */
export function roundUp(length: number, target: Target): number {
  return Math.ceil(length / target.blockBytes) * target.blockBytes;
}
