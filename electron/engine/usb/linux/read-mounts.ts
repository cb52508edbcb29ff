import { drivesBelow, numberOfPath, readLines } from './sysfs.ts';

/** What is mounted where, and whether the system needs it. Swap counts as the system. */
export interface DriveUse {
  readonly drive: string;
  readonly mountpoint: string;
  readonly isSystem: boolean;
}

const SYSTEM_MOUNTS = new Set(['/', '/boot', '/boot/efi', '/efi', '/usr', '/var', '/home', '/etc', '/opt', '/nix']);

/** Which whole drives carry which mount points, from mountinfo and swaps. */
export function readDriveUse(): readonly DriveUse[] {
  const uses: DriveUse[] = [];
  const add = (number: string | undefined, mountpoint: string, isSystem: boolean) => {
    for (const drive of drivesBelow(number)) uses.push({ drive, mountpoint, isSystem });
  };
  for (const line of readLines('/proc/self/mountinfo')) {
    const [before = '', after = ''] = line.split(' - ');
    const fields = before.split(' ');
    const mountpoint = unescapeOctal(fields[4] ?? '');
    const isSystem = SYSTEM_MOUNTS.has(mountpoint);
    add(fields[2], mountpoint, isSystem);
    const source = unescapeOctal(after.split(' ')[1] ?? '');
    if (source.startsWith('/dev/')) add(numberOfPath(source), mountpoint, isSystem);
  }
  for (const line of readLines('/proc/swaps').slice(1)) {
    const path = unescapeOctal(line.split(/\s+/)[0] ?? '');
    if (path !== '') add(numberOfPath(path), 'swap', true);
  }
  return uses;
}

/** The kernel writes space, tab, newline and backslash as octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
