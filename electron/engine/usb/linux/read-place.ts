import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DriveFacts } from '../../../api/drive.ts';
import { devicePath, listSys, readLines, readSys } from './sysfs.ts';

/** How and where a drive is attached, from the folders of its device in sysfs. */
export function readPlace(name: string): Pick<DriveFacts, 'bus' | 'port' | 'linkMbps'> {
  const folders = devicePath(name);
  const usb = folders.find((folder) => existsSync(join(folder, 'idVendor')));
  if (usb !== undefined) {
    const speed = Number(readSys(usb, 'speed'));
    // The folder is named after bus and ports: 2-1.4 is bus 2, port 1, then port 4 of a hub.
    return { bus: 'usb', port: `usb ${basename(usb)}`, linkMbps: speed > 0 ? speed : null };
  }
  return { bus: busOf(name, folders), port: null, linkMbps: null };
}

function busOf(name: string, folders: readonly string[]): DriveFacts['bus'] {
  if (/^(loop|zram)/.test(name)) return 'virtual';
  if (name.startsWith('mmcblk')) return 'card';
  if (name.startsWith('nvme')) return 'nvme';
  if (name.startsWith('vd')) return 'virtio';
  if (folders.some((folder) => /\/ata\d+$/.test(folder))) return 'sata';
  return name.startsWith('sd') ? 'scsi' : 'other';
}

/** What udev says lies on a drive and on its partitions; empty where there is no udev. */
export function readVolumes(name: string): DriveFacts['volumes'] {
  const folder = `/sys/block/${name}`;
  const partitions = listSys(folder).filter((entry) => readSys(folder, entry, 'partition') !== undefined);
  return [folder, ...partitions.map((entry) => join(folder, entry))].flatMap((at) => {
    const number = readSys(at, 'dev');
    const told = number === undefined ? undefined : readUdev(number);
    return told ? [told] : [];
  });
}

function readUdev(number: string): DriveFacts['volumes'][number] | undefined {
  const lines = readLines(`/run/udev/data/b${number}`);
  const value = (key: string) =>
    lines
      .find((line) => line.startsWith(`E:${key}=`))
      ?.slice(key.length + 3)
      .slice(0, 200);
  const fileSystem = value('ID_FS_TYPE');
  return fileSystem === undefined ? undefined : { label: value('ID_FS_LABEL') ?? '', fileSystem };
}
