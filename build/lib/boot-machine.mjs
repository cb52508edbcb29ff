// Whether the boot test can run here: an emulated PC with BIOS and UEFI firmware, and Debian's kernel to start in it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NEEDED = {
  '/usr/bin/qemu-system-x86_64': 'qemu-system-x86',
  '/usr/share/OVMF/OVMF_CODE_4M.fd': 'ovmf',
};

/** Why the boot test cannot run, or undefined. */
export function missingForBoot() {
  const missing = Object.keys(NEEDED).filter((file) => !existsSync(file));
  if (missing.length > 0) {
    return `there is no ${missing.join(', no ')}: apt-get install ${missing.map((file) => NEEDED[file]).join(' ')}`;
  }
  const kernel = spawnSync('apt-cache', ['show', '--no-all-versions', 'linux-image-amd64'], { stdio: 'ignore' });
  return kernel.status === 0 ? undefined : "apt knows no linux-image-amd64, Debian's kernel: run apt-get update";
}
