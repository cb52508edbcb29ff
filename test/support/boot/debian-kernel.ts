import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { run } from '../iso/stand-in-iso.ts';

/** A kernel and what it needs to find an ISO 9660 file system on a CD or a USB stick. */
export interface BootKernel {
  readonly vmlinuz: string;
  /** Module files in the order in which they load. */
  readonly modules: readonly string[];
}

/** What Debian's kernel has as modules: the file system, CD drives, disks, and their controllers in QEMU's q35 machine. */
const MODULES = ['isofs', 'sr_mod', 'sd_mod', 'ahci', 'xhci-pci', 'usb-storage'];
/** Parts of the package that hold these modules and those they need; the rest, some 350 MB, stays packed. */
const PARTS = ['arch', 'block', 'crypto', 'drivers/ata', 'drivers/cdrom', 'drivers/scsi', 'drivers/usb', 'fs', 'lib'];
/** Depends on the newest kernel; linux-image-cloud-amd64 is smaller but knows no USB. */
const META_PACKAGE = 'linux-image-amd64';
const CACHE = resolve('.cache', 'boot');

/**
 * Debian's own kernel, from its package by way of apt (needs neither root nor an installed kernel). It is fetched once and
 * kept in the checkout's cache folder, by the package's name.
 */
export function debianKernel(): BootKernel {
  const name = kernelPackage();
  const folder = join(CACHE, name);
  if (!existsSync(folder)) unpackKernel(name, folder);
  const modules = readdirSync(join(folder, 'modules')).sort();
  return { vmlinuz: join(folder, 'vmlinuz'), modules: modules.map((file) => join(folder, 'modules', file)) };
}

function kernelPackage(): string {
  const known = run('apt-cache', ['depends', META_PACKAGE], true);
  const name = /Depends: (linux-image-\S+)/.exec(known)?.[1];
  if (name === undefined) {
    throw new Error(`The boot test starts Debian's kernel, and apt does not know ${META_PACKAGE}: run apt-get update`);
  }
  return name;
}

function unpackKernel(name: string, folder: string): void {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'work-'));
  try {
    run('sh', ['-c', 'cd "$1" && apt-get -qq -o APT::Sandbox::User= download "$2"', 'sh', work, name]);
    const tree = join(work, 'tree');
    const ready = join(work, 'ready');
    mkdirSync(tree);
    mkdirSync(join(ready, 'modules'), { recursive: true });
    const release = name.replace('linux-image-', '');
    // Debian 13 has its modules below /usr/lib; modules.order and modules.builtin are needed beside them.
    const wanted = PARTS.map((part) => `*/lib/modules/${release}/kernel/${part}/*`);
    run('sh', [
      '-c',
      'package=$(ls "$1"/*.deb) && tree=$2 && shift 2 && dpkg-deb --fsys-tarfile "$package" | tar -x -C "$tree" --wildcards "$@"',
      'sh',
      work,
      tree,
      './boot/vmlinuz-*',
      `*/lib/modules/${release}/modules.*`,
      ...wanted,
    ]);
    const top = existsSync(join(tree, 'usr/lib/modules')) ? join(tree, 'usr') : tree;
    run('depmod', ['-b', top, release]);
    for (const [index, file] of loadOrder(top, release).entries()) {
      const target = join(ready, 'modules', `${String(index).padStart(2, '0')}-${basename(file)}`);
      run('cp', [file, target]);
      if (target.endsWith('.xz')) run('xz', ['-d', target]);
    }
    run('cp', [join(tree, 'boot', `vmlinuz-${release}`), join(ready, 'vmlinuz')]);
    renameSync(ready, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The modules and all that they need, each after what it needs. */
function loadOrder(top: string, release: string): readonly string[] {
  const lines = MODULES.flatMap((module) =>
    run('modprobe', ['-d', top, '-S', release, '--show-depends', module]).split('\n'),
  );
  const files = lines.map((line) => /^insmod (\S+)/.exec(line)?.[1]).filter((file) => file !== undefined);
  return [...new Set(files)];
}
