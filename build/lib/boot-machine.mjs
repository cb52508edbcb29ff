// Whether the boot test's machine can be had here: an emulated PC with BIOS and UEFI firmware.
import { existsSync } from 'node:fs';

const NEEDED = {
  '/usr/bin/qemu-system-x86_64': 'qemu-system-x86',
  '/usr/share/OVMF/OVMF_CODE_4M.fd': 'ovmf',
};

/** Why the boot test cannot run, or undefined. */
export function missingForBoot() {
  const missing = Object.keys(NEEDED).filter((file) => !existsSync(file));
  if (missing.length === 0) return undefined;
  return `there is no ${missing.join(', no ')}: apt-get install ${missing.map((file) => NEEDED[file]).join(' ')}`;
}
