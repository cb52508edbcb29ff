import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devicePath, readSys } from './sysfs.ts';

/**
 * The serial of a whole drive by kernel name, from sysfs: virtio and NVMe or MMC from their own file, USB from its device,
 * SCSI and SATA from VPD page 0x80. The flasher reads it the same way on the opened handle, in code of its own; a test
 * holds both against each other.
 */
export function readSerial(name: string): string {
  const own = readSys('/sys/block', name, 'serial') ?? readSys('/sys/block', name, 'device', 'serial');
  if (own !== undefined) return own;
  const folders = devicePath(name);
  const usb = folders.find((folder) => existsSync(join(folder, 'idVendor')));
  if (usb) return readSys(usb, 'serial') ?? '';
  try {
    const page = readFileSync(join(folders[0] ?? '', 'vpd_pg80'));
    return page
      .toString('latin1', 4, 4 + page.readUInt16BE(2))
      .replace(/\0/g, '')
      .trim();
  } catch {
    return '';
  }
}

export function isUsb(name: string): boolean {
  return devicePath(name).some((folder) => existsSync(join(folder, 'idVendor')));
}
