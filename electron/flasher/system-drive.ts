import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { deviceNumber, readSys, sysFolder, wholeDriveName } from './block-device.ts';
import { FlashFailure } from './failure.ts';

/** Mount points without which the laptop does not run. */
const SYSTEM_MOUNTS = new Set(['/', '/boot', '/boot/efi', '/efi', '/usr', '/var', '/home', '/etc', '/opt', '/nix']);

/**
 * Linux: refuses a drive that carries the running system, anything mounted, swap, or the image being written. The
 * flasher decides this by itself, whatever the application that started it believes.
 */
export function refuseUsedDrive(stat: Stats, device: string, sources: readonly string[]): void {
  const folder = sysFolder(deviceNumber(stat.rdev));
  if (folder === undefined) throw new FlashFailure('flash.vanished', { device });
  const name = wholeDriveName(folder);
  const mountpoints: string[] = [];
  for (const mount of readMounts()) {
    if (!drivesBelow(mount.number).has(name)) continue;
    if (SYSTEM_MOUNTS.has(mount.point)) throw new FlashFailure('flash.system-drive', { device }, [mount.point]);
    mountpoints.push(mount.point);
  }
  if (mountpoints.length > 0) throw new FlashFailure('flash.mounted', { device, mountpoints: mountpoints.join(', ') });
  for (const source of sources) {
    if (drivesBelow(deviceNumber(statSync(source).dev)).has(name) || isBackedBy(folder, source)) {
      throw new FlashFailure('flash.source-on-drive', { device }, [source]);
    }
  }
}

function isBackedBy(folder: string, source: string): boolean {
  const backing = readSys(folder, 'loop', 'backing_file');
  if (backing === undefined) return false;
  try {
    const [a, b] = [statSync(backing), statSync(source)];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

interface Mount {
  readonly number: string;
  readonly point: string;
}

/** What is mounted, and swap as if mounted at '/'. */
function readMounts(): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const line of readLines('/proc/self/mountinfo')) {
    const [before = '', after = ''] = line.split(' - ');
    const fields = before.split(' ');
    const point = unescapeOctal(fields[4] ?? '');
    mounts.push({ number: fields[2] ?? '', point });
    // btrfs and others hide their device behind an anonymous number; the source still names it.
    const source = unescapeOctal(after.split(' ')[1] ?? '');
    if (source.startsWith('/dev/')) mounts.push({ number: numberOf(source), point });
  }
  for (const line of readLines('/proc/swaps').slice(1)) {
    const path = unescapeOctal(line.split(/\s/)[0] ?? '');
    if (path !== '') mounts.push({ number: numberOf(path), point: '/' });
  }
  return mounts;
}

function numberOf(path: string): string {
  try {
    const stat = statSync(path);
    return deviceNumber(stat.isBlockDevice() ? stat.rdev : stat.dev);
  } catch {
    return '';
  }
}

/** Whole drives that a block device lies on, through partitions, RAID, LVM, encryption and loop files. */
function drivesBelow(number: string, found = new Set<string>(), depth = 0): ReadonlySet<string> {
  const folder = number === '' ? undefined : sysFolder(number);
  if (folder === undefined || depth > 16) return found;
  found.add(wholeDriveName(folder));
  for (const slave of listFolder(join(folder, 'slaves'))) {
    drivesBelow(readSys(folder, 'slaves', slave, 'dev') ?? '', found, depth + 1);
  }
  const backing = readSys(folder, 'loop', 'backing_file');
  if (backing !== undefined) drivesBelow(numberOf(backing), found, depth + 1);
  return found;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
