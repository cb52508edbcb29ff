import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** First line of a sysfs file, trimmed; undefined when there is none. */
export function readSys(...parts: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...parts), 'utf8')
      .split('\n', 1)[0]
      ?.trim();
  } catch {
    return undefined;
  }
}

/** The lines of a small file of the kernel or udev; none when it is not there. */
export function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

export function listSys(...parts: readonly string[]): readonly string[] {
  try {
    return readdirSync(join(...parts));
  } catch {
    return [];
  }
}

/** `major:minor` as sysfs writes it, from st_dev or st_rdev. */
function deviceNumber(rdev: number): string {
  return `${(rdev >>> 8) & 0xfff}:${(rdev & 0xff) | ((rdev >>> 12) & 0xfff00)}`;
}

/** Number of the device that `path` is, or lies on; undefined when it is gone. */
export function numberOfPath(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return deviceNumber(stat.isBlockDevice() ? stat.rdev : stat.dev);
  } catch {
    return undefined;
  }
}

/**
 * Names of the whole drives below a block device: through partitions, RAID, LVM, encryption (`slaves`) and the file
 * behind a loop device.
 */
export function drivesBelow(
  number: string | undefined,
  found: Set<string> = new Set(),
  depth = 0,
): ReadonlySet<string> {
  if (number === undefined || depth > 16) return found;
  let folder: string;
  try {
    folder = realpathSync(`/sys/dev/block/${number}`);
  } catch {
    return found;
  }
  found.add(existsSync(join(folder, 'partition')) ? basename(dirname(folder)) : basename(folder));
  for (const slave of listSys(folder, 'slaves')) drivesBelow(readSys(folder, 'slaves', slave, 'dev'), found, depth + 1);
  const backing = readSys(folder, 'loop', 'backing_file');
  if (backing !== undefined) drivesBelow(numberOfPath(backing), found, depth + 1);
  return found;
}

/** The folders in /sys/devices from a drive's own device up to the root. */
export function devicePath(name: string): readonly string[] {
  const folders: string[] = [];
  try {
    for (let at = realpathSync(`/sys/block/${name}/device`); at.startsWith('/sys/devices/'); at = dirname(at)) {
      folders.push(at);
    }
  } catch {
    // A device without hardware behind it.
  }
  return folders;
}
