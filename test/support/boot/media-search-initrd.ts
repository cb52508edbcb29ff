import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ANSWER_PATHS } from '../../../electron/engine/image/make-images.ts';
import { run } from '../iso/stand-in-iso.ts';
import type { BootKernel } from './debian-kernel.ts';

/** What the initrd prints on the serial console; see `boot-report.ts`. */
export const LINUX_MARKS = {
  up: 'LINUX-UP',
  medium: 'LINUX-MEDIUM',
  missing: 'LINUX-MISSING',
  end: 'LINUX-END',
} as const;

const BUSYBOX = '/bin/busybox';
/** Only a program linked against shared libraries names the loader that maps them. */
const LOADER = '/lib64/ld-linux-x86-64.so.2';
/** USB sticks appear some seconds after their controller. */
const SEARCH_SECONDS = 30;

/**
 * Writes an initrd that looks for its medium as the installer does (whole disks only, no virtio disks; ISO 9660 whose
 * `.pve-cd-id.txt` equals its own), prints the SHA-256 of the answer files there, and powers off.
 */
export function makeMediaSearchInitrd(folder: string, kernel: BootKernel, cdId: string): string {
  const tree = join(folder, 'initrd');
  for (const name of ['bin', 'cdrom', 'dev', 'modules', 'proc', 'sys'])
    mkdirSync(join(tree, name), { recursive: true });
  if (readFileSync(BUSYBOX).includes(LOADER)) {
    throw new Error('The boot test needs a busybox that runs alone: apt-get install busybox-static');
  }
  copyFileSync(BUSYBOX, join(tree, 'bin/busybox'));
  for (const module of kernel.modules) copyFileSync(module, join(tree, 'modules', basename(module)));
  writeFileSync(join(tree, '.pve-cd-id.txt'), cdId);
  writeFileSync(join(tree, 'init'), INIT);
  chmodSync(join(tree, 'init'), 0o755);
  const file = join(folder, 'initrd.img');
  run('sh', ['-c', 'cd "$1" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0 > "$2"', 'sh', tree, file]);
  rmSync(tree, { recursive: true });
  return file;
}

/** A module for a processor that QEMU does not have may fail to load: what counts is whether the medium is found. */
const INIT = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t devtmpfs none /dev
mount -t proc none /proc
mount -t sysfs none /sys
for module in /modules/*; do insmod $module; done 2>/dev/null
# The kernel's own words would fall in the middle of ours.
echo 1 > /proc/sys/kernel/printk
echo
echo "${LINUX_MARKS.up}"
turn=0
medium=
while [ -z "$medium" ] && [ $turn -lt ${SEARCH_SECONDS * 5} ]; do
  for path in /sys/block/*; do
    disk=\${path##*/}
    case $disk in loop*|ram*|vd*) continue ;; esac
    mount -t iso9660 -o ro /dev/$disk /cdrom 2>/dev/null || continue
    if cmp -s /cdrom/.pve-cd-id.txt /.pve-cd-id.txt; then medium=$disk; break; fi
    umount /cdrom
  done
  [ -n "$medium" ] || sleep 0.2
  turn=$((turn + 1))
done
echo "${LINUX_MARKS.medium} $medium"
for name in ${Object.values(ANSWER_PATHS).join(' ')}; do
  if [ -f /cdrom/$name ]; then (cd /cdrom && sha256sum $name); else echo "${LINUX_MARKS.missing} $name"; fi
done
echo "${LINUX_MARKS.end}"
poweroff -f
`;
