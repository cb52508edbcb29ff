import { realpathSync, statSync } from 'node:fs';
import { fail } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { listDrives } from './list-drives.ts';

/** The facts of a drive or file by its path, as it is now. `sourcePaths`: what must not lie on it. */
export type FindTarget = (device: string, sourcePaths: readonly string[]) => Promise<DriveFacts>;

/**
 * Looks at a whole drive, a loop device, or a file that is there: a name typed wrongly must not become a new file with a
 * password's hash in it. Errors: `flash.not-found`, `flash.no-such-file`, `flash.not-a-drive`, `flash.source-on-drive`.
 */
export const findTarget: FindTarget = async (device, sourcePaths) => {
  if (device.startsWith('\\\\.\\')) return findDrive(device, device, sourcePaths);
  let path: string;
  try {
    path = realpathSync(device);
  } catch {
    const code = device.startsWith('/dev/') ? 'flash.not-found' : 'flash.no-such-file';
    throw fail(code, { params: { device }, subject: { drive: device } });
  }
  const stat = statSync(path);
  if (!stat.isFile()) return findDrive(path, device, sourcePaths);
  const same = sourcePaths.some((source) => {
    const other = statSync(source);
    return other.dev === stat.dev && other.ino === stat.ino;
  });
  if (same) throw fail('flash.source-on-drive', { params: { device }, subject: { drive: device } });
  return fileFacts(path, stat.size, `${stat.dev}:${stat.ino}`);
};

async function findDrive(path: string, device: string, sourcePaths: readonly string[]): Promise<DriveFacts> {
  const { drives } = await listDrives({ includeVirtual: true, sourcePaths });
  const found = drives.find(({ facts }) => facts.device === path);
  if (!found) throw fail('flash.not-a-drive', { params: { device }, subject: { drive: device } });
  return found.facts;
}

function fileFacts(path: string, sizeBytes: number, sequence: string): DriveFacts {
  return {
    device: path,
    identity: { kind: 'file', serial: '', sizeBytes, sequence, backingFile: path },
    model: '',
    sizeBytes,
    logicalBlockBytes: 512,
    isSystem: false,
    isReadOnly: false,
    isVirtual: true,
    isRemovable: false,
    isUsb: false,
    mountpoints: [],
    heldBy: [],
    holdsSource: false,
    bus: 'virtual',
    port: null,
    linkMbps: null,
    volumes: [],
  };
}
