import { statSync } from 'node:fs';
import type { DriveFacts } from '../../../api/drive.ts';
import { readDriveUse } from './read-mounts.ts';
import { readPlace, readVolumes } from './read-place.ts';
import { isUsb, readSerial } from './read-serial.ts';
import { drivesBelow, listSys, numberOfPath, readSys } from './sysfs.ts';

/** Kernel names that are never a medium: optical drives, RAM disks, compressed swap, floppies, mapped devices. */
const NEVER = /^(sr|ram|fd|dm-|md|nbd)\d*/;

/**
 * Linux: every whole block device with what the rules need, from sysfs and procfs alone. Loop devices appear only while a
 * file is attached. `sourcePaths`: files that must not lie on the drive written.
 */
export function listBlockDevices(sourcePaths: readonly string[] = []): readonly DriveFacts[] {
  const uses = readDriveUse();
  const sourceDrives = new Set(sourcePaths.flatMap((path) => [...drivesBelow(numberOfPath(path))]));
  return listSys('/sys/block')
    .filter((name) => !NEVER.test(name))
    .flatMap((name) => {
      const facts = readOne(name, sourcePaths);
      if (!facts) return [];
      const own = uses.filter((use) => use.drive === name);
      return [
        {
          ...facts,
          isSystem: own.some((use) => use.isSystem),
          mountpoints: [...new Set(own.map((use) => use.mountpoint))],
          holdsSource: facts.holdsSource || sourceDrives.has(name),
        },
      ];
    });
}

function readOne(name: string, sourcePaths: readonly string[]): DriveFacts | undefined {
  const folder = `/sys/block/${name}`;
  const sizeBytes = Number(readSys(folder, 'size') ?? 0) * 512;
  const backingFile = readSys(folder, 'loop', 'backing_file') ?? null;
  const isLoop = /^loop\d/.test(name);
  if (isLoop && backingFile === null) return undefined;
  const hardware = listSys(folder).includes('device');
  const text = (...parts: string[]) => readSys(folder, 'device', ...parts) ?? '';
  const partitions = listSys(folder).filter((entry) => readSys(folder, entry, 'partition') !== undefined);
  const heldBy = [folder, ...partitions.map((entry) => `${folder}/${entry}`)].flatMap((at) => listSys(at, 'holders'));
  return {
    device: `/dev/${name.replaceAll('!', '/')}`,
    identity: {
      kind: isLoop ? 'loop' : 'disk',
      serial: readSerial(name),
      sizeBytes,
      sequence: readSys(folder, 'diskseq') ?? null,
      backingFile,
    },
    model: `${text('vendor')} ${text('model') || text('name')}`.trim(),
    sizeBytes: sizeBytes > 0 ? sizeBytes : null,
    logicalBlockBytes: Number(readSys(folder, 'queue', 'logical_block_size') ?? 512),
    isSystem: false,
    isReadOnly: readSys(folder, 'ro') === '1',
    isVirtual: isLoop || !hardware,
    isRemovable: readSys(folder, 'removable') === '1',
    isUsb: isUsb(name),
    mountpoints: [],
    heldBy: [...new Set(heldBy)],
    ...readPlace(name),
    volumes: readVolumes(name),
    holdsSource: backingFile !== null && sourcePaths.some((path) => isSameFile(path, backingFile)),
  };
}

function isSameFile(a: string, b: string): boolean {
  try {
    const [one, other] = [statSync(a), statSync(b)];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    return false;
  }
}
