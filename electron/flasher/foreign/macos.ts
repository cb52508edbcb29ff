import { basename } from 'node:path';
import { FlashFailure } from '../failure.ts';
import { type PlistDictionary, parsePlist } from './plist.ts';
import type { ForeignFacts, ForeignSystem, RunTool } from './system.ts';

const DISKUTIL = '/usr/sbin/diskutil';

/** macOS, by diskutil. It tells no serial, so a drive is known by its name and size. */
export const macos: ForeignSystem = {
  releaseErases: false,
  // The raw device goes past the buffer cache.
  rawPath: (device) => `/dev/r${diskName(device)}`,
  read: (device, run) => {
    const info = parsePlist(run(DISKUTIL, ['info', '-plist', diskName(device)]));
    const list = parsePlist(run(DISKUTIL, ['list', '-plist', diskName(device)]));
    return macosFacts(info, list, systemDisks(run));
  },
  release: (device, run) => void run(DISKUTIL, ['unmountDisk', diskName(device)]),
};

/** disk4 for /dev/disk4 and /dev/rdisk4. */
function diskName(device: string): string {
  const name = basename(device).replace(/^r(?=disk)/, '');
  if (!/^disk\d+$/.test(name)) throw new FlashFailure('flash.not-a-drive', { device });
  return name;
}

/** The whole disks below the root volume: an APFS container and the stores it lies on. */
function systemDisks(run: RunTool): ReadonlySet<string> {
  const root = parsePlist(run(DISKUTIL, ['info', '-plist', '/']));
  const stores = Array.isArray(root.APFSPhysicalStores) ? root.APFSPhysicalStores : [];
  const names = [
    root.ParentWholeDisk,
    ...stores.map((store) =>
      typeof store === 'object' && !Array.isArray(store) ? store.APFSPhysicalStore : undefined,
    ),
  ];
  return new Set(names.flatMap((name) => (typeof name === 'string' ? [name.replace(/s\d+$/, '')] : [])));
}

/** What `diskutil info` and `diskutil list` say of one disk. What is not said counts against it. */
export function macosFacts(info: PlistDictionary, list: PlistDictionary, system: ReadonlySet<string>): ForeignFacts {
  const size = info.TotalSize ?? info.Size;
  const disks = Array.isArray(list.AllDisksAndPartitions) ? list.AllDisksAndPartitions : [];
  return {
    isWhole: info.WholeDisk === true && info.VirtualOrPhysical !== 'Virtual',
    isSystem: typeof info.DeviceIdentifier !== 'string' || system.has(info.DeviceIdentifier) || system.size === 0,
    isInternal: info.Internal !== false && info.RemovableMedia !== true,
    isReadOnly: info.WritableMedia === false,
    serial: '',
    sizeBytes: typeof size === 'number' ? size : 0,
    blockBytes: typeof info.DeviceBlockSize === 'number' ? info.DeviceBlockSize : 512,
    mountpoints: mountpointsIn(disks),
  };
}

function mountpointsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mountpointsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'MountPoint' && typeof inner === 'string' ? [inner] : mountpointsIn(inner),
  );
}
