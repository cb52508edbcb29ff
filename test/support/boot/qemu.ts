import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export const FIRMWARES = { bios: 'BIOS', uefi: 'UEFI' } as const;
export type Firmware = keyof typeof FIRMWARES;
export const MEDIA = { cd: 'CD', usb: 'USB stick' } as const;
export type Medium = keyof typeof MEDIA;

const OVMF_CODE = '/usr/share/OVMF/OVMF_CODE_4M.fd';
const OVMF_VARS = '/usr/share/OVMF/OVMF_VARS_4M.fd';
/** One start takes about 10 s on one emulated processor; a busy machine may need several times as long. */
export const BOOT_LIMIT_SECONDS = 90;
const CONSOLE_LIMIT_BYTES = 1024 * 1024;

/**
 * Starts a PC with this image as its only medium and gives back all that came over its serial port until it powered off.
 * Emulated (TCG), one processor: the same on every machine. `timeout` ends QEMU even when this process dies before it.
 */
export async function bootInQemu(firmware: Firmware, medium: Medium, image: string): Promise<string> {
  if (firmware === 'uefi' && !existsSync(OVMF_CODE)) {
    throw new Error(`The boot test needs UEFI firmware at ${OVMF_CODE}: apt-get install ovmf`);
  }
  const child = spawn(
    'timeout',
    ['--kill-after=5', String(BOOT_LIMIT_SECONDS), 'qemu-system-x86_64', ...machine(firmware, medium, image)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let bytes = 0;
  const pieces: Buffer[] = [];
  const collect = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= CONSOLE_LIMIT_BYTES) pieces.push(piece);
    else child.kill();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const serial = Buffer.concat(pieces).toString('latin1');
  if (status === 0) return serial;
  const why =
    status === 124 || status === 137 ? `did not power off within ${BOOT_LIMIT_SECONDS} s` : `ended with ${status}`;
  throw new Error(`The machine ${why}. The end of its console:\n${lastLines(serial)}`);
}

/** The end of a console, for a failure's message. */
export function lastLines(serial: string): string {
  return serial.slice(-4000);
}

function machine(firmware: Firmware, medium: Medium, image: string): readonly string[] {
  const drive = `if=none,id=medium,format=raw,readonly=on,file=${image.replaceAll(',', ',,')}`;
  return [
    ...['-M', 'q35', '-accel', 'tcg,thread=single', '-cpu', 'qemu64', '-smp', '1', '-m', '512'],
    ...['-nodefaults', '-display', 'none', '-nic', 'none', '-no-reboot', '-serial', 'stdio', '-drive', drive],
    ...(medium === 'cd'
      ? ['-device', 'ide-cd,drive=medium,bootindex=1']
      : ['-device', 'qemu-xhci', '-device', 'usb-storage,drive=medium,removable=on,bootindex=1']),
    ...(firmware === 'uefi'
      ? [
          ...['-drive', `if=pflash,format=raw,readonly=on,file=${OVMF_CODE}`],
          ...['-drive', `if=pflash,format=raw,snapshot=on,file=${OVMF_VARS}`],
        ]
      : []),
  ];
}
