import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWER_PATHS } from '../../../electron/engine/image/make-images.ts';
import { makeStandIn, run, type StandIn } from '../iso/stand-in-iso.ts';
import { debianKernel } from './debian-kernel.ts';
import { makeMediaSearchInitrd } from './media-search-initrd.ts';

/** What GRUB prints on the serial console; see `boot-report.ts`. */
export const GRUB_MARKS = {
  root: 'GRUB-ROOT',
  missing: 'GRUB-MISSING',
  answer: 'GRUB-ANSWER',
  answerEnd: 'GRUB-ANSWER-END',
} as const;

/** Layouts of stand-ins that can be made to start. BIOS starts the isohybrid one by ISOLINUX, which prints no files. */
export type BootableLayout = Extract<StandIn, 'proxmox' | 'isohybrid'>;

const CD_ID = '0b1c2d3e-boot-test\n';
const CONSOLE = 'console=ttyS0,115200';
/**
 * `panic=-1` and QEMU's `-no-reboot` end a failed start at once; nothing here needs the mitigations, which cost seconds; the emulated
 * timer comes late on a busy machine, which is no reason to stop.
 */
const KERNEL_LINE = `${CONSOLE} panic=-1 nokaslr mitigations=off usb-storage.delay_use=0 no_timer_check`;

/**
 * A stand-in of some 40 MB that starts: boot loader, Debian's kernel, an initrd that looks for the medium. `fillers` are
 * further files that fill its root directory.
 */
export function makeBootableStandIn(layout: BootableLayout, file: string, fillers = 0): void {
  const work = mkdtempSync(`${file}-work-`);
  try {
    const kernel = debianKernel();
    const initrd = makeMediaSearchInitrd(work, kernel, CD_ID);
    makeStandIn(layout, file, {
      extra: {
        '.pve-cd-id.txt': CD_ID,
        'boot/vmlinuz': readFileSync(kernel.vmlinuz),
        'boot/initrd.img': readFileSync(initrd),
        'boot/grub/grub.cfg': GRUB_CONFIG,
        'boot/isolinux/isolinux.cfg': ISOLINUX_CONFIG,
        ...Object.fromEntries(Array.from({ length: fillers }, (_, index) => [`filler-${index}`, ''])),
      },
      ...(layout === 'isohybrid' ? { efiImage: makeEfiImage(work) } : {}),
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const fileLines = Object.values(ANSWER_PATHS).map(
  (name) => `if [ -f /${name} ]; then sha256sum /${name}; else echo "${GRUB_MARKS.missing} /${name}"; fi`,
);
const GRUB_CONFIG = `serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
echo "${GRUB_MARKS.root} $root"
${fileLines.join('\n')}
if [ -f /${ANSWER_PATHS.answer} ]; then
  echo "${GRUB_MARKS.answer}"
  cat /${ANSWER_PATHS.answer}
  echo "${GRUB_MARKS.answerEnd}"
fi
linux /boot/vmlinuz ${KERNEL_LINE}
initrd /boot/initrd.img
boot
`;
const ISOLINUX_CONFIG = `serial 0 115200
default linux
prompt 0
label linux
  kernel /boot/vmlinuz
  append initrd=/boot/initrd.img ${KERNEL_LINE}
`;

/** GRUB's modules that its configuration above uses; built in, because this ESP stands alone. */
const GRUB_MODULES = [
  ...['normal', 'configfile', 'echo', 'test', 'cat', 'hashsum', 'gcry_sha256', 'serial', 'terminal'],
  ...['search', 'search_fs_file', 'part_gpt', 'part_msdos', 'iso9660', 'fat', 'linux', 'boot'],
];

/** An EFI system partition with a GRUB that looks for the medium by its identification file. */
function makeEfiImage(work: string): string {
  const [early, program, image] = [join(work, 'early.cfg'), join(work, 'bootx64.efi'), join(work, 'efi.img')];
  writeFileSync(early, 'search --file --set=root /.pve-cd-id.txt\nset prefix=($root)/boot/grub\n');
  run('grub-mkimage', ['-O', 'x86_64-efi', '-p', '/boot/grub', '-c', early, '-o', program, ...GRUB_MODULES]);
  run('mformat', ['-C', '-i', image, '-f', '2880', '::']);
  run('mmd', ['-i', image, '::/EFI', '::/EFI/BOOT']);
  run('mcopy', ['-i', image, program, '::/EFI/BOOT/BOOTX64.EFI']);
  return image;
}
