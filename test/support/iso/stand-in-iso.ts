import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingTools } from '../needed-tools.ts';

/**
 * Stand-ins for the installer ISO, made with the tools the vendor makes his with. No real Proxmox ISO can be had here;
 * the options of `proxmox` are those that xorriso reports for the 8.4 image (they are grub-mkrescue's).
 */
export const STAND_INS = {
  /** MBR 0xEE, GPT with entries at sector 20, APM, HFS+; Rock Ridge, no Joliet. */
  proxmox: 'grub-mkrescue, as the vendor',
  'proxmox-joliet': 'the same with Joliet',
  isohybrid: 'isolinux MBR over the whole image, GPT with basic data and ESP',
  'isohybrid-joliet': 'the same with Joliet',
  plain: 'no partition table, as genisoimage makes it',
  'plain-joliet': 'the same with Joliet',
  'partition-offset': 'a second superblock at block 32, as Debian and Ubuntu make theirs',
  'no-rock-ridge': 'plain ISO 9660 names only',
  'iso9660-1999': 'a second descriptor of ISO 9660:1999',
  udf: 'a UDF bridge',
  md5: 'with libisofs checksum tags',
  'no-padding': 'not a free block behind the content',
} as const;
export type StandIn = keyof typeof STAND_INS;

export interface StandInOptions {
  /** Bytes of squashfs-like content; the rest is about 3 MB. */
  readonly contentBytes?: number;
  /** Further files by their path below the root; they replace those that every stand-in has. */
  readonly extra?: Readonly<Record<string, string | Uint8Array>>;
  /** A file with the EFI system partition of the isohybrid layouts; a blank one otherwise. */
  readonly efiImage?: string;
}

/** Deterministic bytes that do not compress to nothing. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length - (length % 4) + 4);
  let state = seed >>> 0 || 1;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, at);
  }
  return bytes.subarray(0, length);
}

const PIECE_BYTES = 32 * 1024 * 1024;

/** A file of noise of any size. */
function writeNoise(file: string, length: number): void {
  const fd = openSync(file, 'w');
  for (let at = 0; at < length; at += PIECE_BYTES) writeSync(fd, noise(Math.min(PIECE_BYTES, length - at), at + 7));
  closeSync(fd);
}

/** A tree like that of the vendor's image, small. */
function makeTree(root: string, options: StandInOptions): void {
  mkdirSync(root);
  // The vendor's root has hidden mount points and some 22 records; that makes it two blocks long.
  for (const folder of ['.base', '.installer', '.installer-mp', '.workdir']) mkdirSync(join(root, folder));
  for (const folder of ['boot/grub', 'boot/isolinux', 'dists/trixie/main', 'proxmox/packages', 'System/Library']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(
    join(root, '.cd-info'),
    "ISONAME='proxmox-ve'\nRELEASE='9.1'\nISORELEASE='1'\nPRODUCT='pve'\nPRODUCTLONG='Proxmox VE'\n",
  );
  writeFileSync(join(root, '.pve-cd-id.txt'), '0b1c2d3e-stand-in\n');
  for (const [index, name] of ['COPYING', 'COPYRIGHT', 'EULA', 'Release.txt'].entries()) {
    writeFileSync(join(root, name), noise(2900 + index, index + 1));
  }
  writeFileSync(join(root, 'auto-installer-capable'), '');
  writeFileSync(join(root, 'mach_kernel'), '');
  symlinkSync('dists', join(root, 'debian'));
  writeFileSync(join(root, 'boot/grub/grub.cfg'), 'set timeout=1\n');
  for (const name of ['pve-installer.squashfs', 'README-of-the-stand-in.txt'])
    writeFileSync(join(root, name), noise(4000, 9));
  writeNoise(join(root, 'pve-base.squashfs'), options.contentBytes ?? 1_500_000);
  for (let index = 1; index <= 40; index += 1) {
    writeFileSync(
      join(root, `proxmox/packages/a-package-with-a-long-name_${index}.0-1_amd64.deb`),
      noise(index * 60, index),
    );
  }
  for (const [name, bytes] of Object.entries(options.extra ?? {})) writeFileSync(join(root, name), bytes);
}

const ISOLINUX = '/usr/lib/ISOLINUX/isolinux.bin';
const ISOHYBRID_MBR = '/usr/lib/ISOLINUX/isohdpfx.bin';
const LDLINUX = '/usr/lib/syslinux/modules/bios/ldlinux.c32';

/** Makes a stand-in at `file`. The tools must be installed (`.ci/run` does): a missing one is an error, not a skip. */
export function makeStandIn(kind: StandIn, file: string, options: StandInOptions = {}): void {
  const work = mkdtempSync(join(tmpdir(), 'stand-in-'));
  try {
    const root = join(work, 'root');
    makeTree(root, options);
    const mkisofs = (...args: string[]) =>
      run('xorriso', ['-as', 'mkisofs', '-quiet', '-V', 'PVE', '-o', file, ...args, root]);
    const efi = () => {
      const image = join(root, 'efi.img');
      if (options.efiImage !== undefined) {
        run('cp', [options.efiImage, image]);
        return 'efi.img';
      }
      run('truncate', ['-s', '512K', image]);
      run('mformat', ['-i', image, '-f', '1440', '::'], true);
      return 'efi.img';
    };
    const isolinux = () => {
      run('cp', [ISOLINUX, LDLINUX, join(root, 'boot/isolinux')]);
      return [
        '-b',
        'boot/isolinux/isolinux.bin',
        '-c',
        'boot/isolinux/boot.cat',
        '-no-emul-boot',
        '-boot-load-size',
        '4',
        '-boot-info-table',
      ];
    };
    const hybrid = (...more: string[]) =>
      mkisofs(
        '-r',
        ...more,
        ...isolinux(),
        '-isohybrid-mbr',
        ISOHYBRID_MBR,
        '-eltorito-alt-boot',
        '-e',
        efi(),
        '-no-emul-boot',
        '-isohybrid-gpt-basdat',
      );
    const makers: Record<StandIn, () => void> = {
      proxmox: () => run('grub-mkrescue', ['-o', file, root, '--', '-volid', 'PVE']),
      'proxmox-joliet': () => run('grub-mkrescue', ['-o', file, root, '--', '-volid', 'PVE', '-joliet', 'on']),
      isohybrid: () => hybrid(),
      'isohybrid-joliet': () => hybrid('-J'),
      plain: () => run('genisoimage', ['-quiet', '-V', 'PVE', '-r', '-o', file, root]),
      'plain-joliet': () => run('genisoimage', ['-quiet', '-V', 'PVE', '-r', '-J', '-joliet-long', '-o', file, root]),
      'partition-offset': () => {
        const esp = join(work, 'esp.img');
        run('truncate', ['-s', '1M', esp]);
        mkisofs(
          '-r',
          '-J',
          ...isolinux(),
          '-isohybrid-mbr',
          ISOHYBRID_MBR,
          '-partition_offset',
          '16',
          '-append_partition',
          '2',
          '0xef',
          esp,
        );
      },
      'no-rock-ridge': () => run('genisoimage', ['-quiet', '-V', 'PVE', '-o', file, root]),
      'iso9660-1999': () => run('genisoimage', ['-quiet', '-V', 'PVE', '-r', '-iso-level', '4', '-o', file, root]),
      udf: () => run('genisoimage', ['-quiet', '-V', 'PVE', '-r', '-udf', '-o', file, root]),
      md5: () => run('xorriso', ['-outdev', file, '-volid', 'PVE', '-md5', 'on', '-map', root, '/', '-commit']),
      'no-padding': () => mkisofs('-r', '-no-pad'),
    };
    rmSync(file, { force: true });
    makers[kind]();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs an outside tool and gives back what it printed; a failure carries its stderr. */
export function run(command: string, args: readonly string[], mayFail = false): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  } catch (error) {
    if (mayFail && (error as NodeJS.ErrnoException).code !== 'ENOENT')
      return String((error as { stdout?: string }).stdout);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(missingTools([command]));
    throw new Error(`${command}: ${String((error as { stderr?: string }).stderr ?? error).slice(-600)}`);
  }
}

/** A folder of its own for one test file, removed by {@link removeScratch}. */
export function makeScratch(name: string): string {
  return mkdtempSync(join(tmpdir(), `sitewright-${name}-`));
}

export function removeScratch(folder: string): void {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}
