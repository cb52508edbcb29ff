import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Linux: major and minor of a device number, as sysfs writes them. */
export function deviceNumber(rdev: number): string {
  const major = (rdev >>> 8) & 0xfff;
  const minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
  return `${major}:${minor}`;
}

/** The folder of a block device in sysfs; undefined when it is gone. */
export function sysFolder(number: string): string | undefined {
  try {
    return realpathSync(`/sys/dev/block/${number}`);
  } catch {
    return undefined;
  }
}

export function isPartition(folder: string): boolean {
  return existsSync(join(folder, 'partition'));
}

/** First line of a sysfs file; undefined when there is none. */
export function readSys(...parts: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...parts), 'utf8').replace(/\n[\s\S]*$/, '');
  } catch {
    return undefined;
  }
}

/**
 * The serial of a whole drive, from where its driver puts it: USB (the first folder upwards with `serial`), NVMe and
 * MMC (`device/serial`), virtio (`serial`), SCSI and SATA (VPD page 0x80). Empty when there is none.
 */
export function readSerial(folder: string): string {
  const own = readSys(folder, 'serial') ?? readSys(folder, 'device', 'serial');
  if (own !== undefined) return own.trim();
  let at: string;
  try {
    at = realpathSync(join(folder, 'device'));
  } catch {
    return '';
  }
  for (let up = at; up.startsWith('/sys/devices/') && up !== '/sys/devices'; up = dirname(up)) {
    // Only a USB device folder has both; other buses have other things called serial.
    if (existsSync(join(up, 'idVendor'))) return readSys(up, 'serial')?.trim() ?? '';
  }
  try {
    const page = readFileSync(join(at, 'vpd_pg80'));
    return page
      .toString('latin1', 4, 4 + page.readUInt16BE(2))
      .replace(/\0/g, '')
      .trim();
  } catch {
    return '';
  }
}

/** Name of the whole drive a block device belongs to: sda for sda1. */
export function wholeDriveName(folder: string): string {
  return isPartition(folder) ? basename(dirname(folder)) : basename(folder);
}
