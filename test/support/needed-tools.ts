import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Programs that tests take as outside witnesses, with the Debian package each comes with. */
const PACKAGES: Readonly<Record<string, string>> = {
  '7z': 'p7zip-full',
  agetty: 'util-linux',
  'apt-ftparchive': 'apt-utils',
  'apt-get': 'apt',
  bsdtar: 'libarchive-tools',
  busybox: 'busybox-static',
  cpio: 'cpio',
  dash: 'dash',
  depmod: 'kmod',
  dpkg: 'dpkg',
  'dpkg-deb': 'dpkg',
  findmnt: 'util-linux',
  genisoimage: 'genisoimage',
  gpg: 'gnupg',
  'grub-mkimage': 'grub-common',
  'grub-mkrescue': 'grub-common',
  iptables: 'iptables',
  isoinfo: 'genisoimage',
  isovfy: 'genisoimage',
  losetup: 'mount',
  mformat: 'mtools',
  'mkfs.ext2': 'e2fsprogs',
  mksquashfs: 'squashfs-tools',
  modprobe: 'kmod',
  nsenter: 'util-linux',
  openssl: 'openssl',
  pdftotext: 'poppler-utils',
  'qemu-system-x86_64': 'qemu-system-x86',
  script: 'bsdutils',
  setsid: 'util-linux',
  sgdisk: 'gdisk',
  sha256sum: 'coreutils',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  sshd: 'openssh-server',
  tar: 'tar',
  unshare: 'util-linux',
  xorriso: 'xorriso',
  xz: 'xz-utils',
  zstd: 'zstd',
};

/** Fails with one sentence that says what to install, where a program is missing: a witness is never left out in silence. */
export function needTools(...names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length > 0) throw new Error(missingTools(missing));
}

/** The sentence for programs that are missing. */
export function missingTools(names: readonly string[]): string {
  const packages = [...new Set(names.map((name) => PACKAGES[name] ?? name))];
  return `These tests compare with ${names.join(', ')}, which this machine does not have: apt-get install ${packages.join(' ')}`;
}

/** Fails with one sentence where the tests do not run as root, which `why` needs. */
export function needRoot(why: string): void {
  if (process.getuid?.() !== 0) throw new Error(`These tests need root for ${why}: run them as root.`);
}

function isInstalled(name: string): boolean {
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
