import type { Holding, InventoryDisk, InventoryNic, LeftOut, UdevProperties } from '../../api/inventory.ts';
import { INVENTORY_LIMITS } from '../../api/inventory.ts';
import { bounded, type InventoryPart, isVirtualLink, notADisk, unreadable } from './inventory-part.ts';
import { diskOfUdev, holdingsOfUdev, nicOfUdev } from './udev-devices.ts';

const MOST_BLOCKS = 100_000;

/**
 * Reads what udev knows: `udevadm info --export-db`, or blocks of `udevadm info -q all` and `-q property`, one behind the other.
 * Disks and network cards, without what the installer leaves out as well. Whole blocks only: a listing that was asked for single
 * properties has no DEVPATH and is not used.
 */
export function parseUdevadm(text: string): InventoryPart {
  const blocks = splitBlocks(text);
  return blocks
    ? readUdev(blocks)
    : unreadable('udevadm', `more than ${MOST_BLOCKS} devices or ${INVENTORY_LIMITS.properties} properties`);
}

/** Whether a text has at least one line that udevadm writes. */
export function looksLikeUdevadm(text: string): boolean {
  return /^(?:E: )?DEVPATH=/m.test(text);
}

/** The same from the property sets of devices. */
export function readUdev(blocks: readonly UdevProperties[]): InventoryPart {
  const disks: { readonly disk: InventoryDisk; readonly devpath: string }[] = [];
  const nics: InventoryNic[] = [];
  const partitions: UdevProperties[] = [];
  const leftOut: LeftOut[] = [];
  let isWholeDatabase = false;
  for (const udev of blocks) {
    const { SUBSYSTEM: subsystem, DEVTYPE: type, DEVPATH: devpath = '' } = udev;
    if (subsystem !== 'block' && subsystem !== 'net') {
      isWholeDatabase = true;
      continue;
    }
    if (Object.values(udev).some((value) => value.length > INVENTORY_LIMITS.value))
      return unreadable('udevadm', devpath);
    if (subsystem === 'net') {
      const reason = whyNoNic(udev);
      const name = (udev.INTERFACE ?? devpath).slice(0, INVENTORY_LIMITS.text);
      if (reason) leftOut.push({ name, reason });
      else nics.push(nicOfUdev(udev, 'udevadm'));
    } else if (type === 'partition') partitions.push(udev);
    else if (type === 'disk') {
      const reason = whyNoDisk(udev);
      const name = (udev.DEVNAME ?? devpath).slice(0, INVENTORY_LIMITS.text);
      if (reason) leftOut.push({ name, reason });
      else disks.push({ disk: diskOfUdev(udev, 'udevadm'), devpath });
    }
  }
  const onDisk = new Map<string, Holding[]>();
  for (const udev of partitions) {
    const parent = udev.DEVPATH?.replace(/\/[^/]*$/, '') ?? '';
    const found = holdingsOfUdev(udev, udev.DEVNAME?.replace(/^\/dev\//, '').slice(0, INVENTORY_LIMITS.text) ?? '?');
    onDisk.set(parent, [...(onDisk.get(parent) ?? []), ...found].slice(0, INVENTORY_LIMITS.holdings));
  }
  const held = disks.map(({ disk, devpath }) => ({
    ...disk,
    holds: [...disk.holds, ...(onDisk.get(devpath) ?? [])].slice(0, INVENTORY_LIMITS.holdings),
  }));
  const complete = { allDisks: isWholeDatabase, allNics: isWholeDatabase };
  return bounded({ source: 'udevadm', disks: held, nics, ...complete, leftOut, diagnostics: [] });
}

function whyNoDisk(udev: UdevProperties): LeftOut['reason'] | undefined {
  const name = (udev.DEVNAME ?? '').replace(/^\/dev\//, '');
  const byName = notADisk(name);
  if (byName) return byName;
  if (Object.keys(udev).some((key) => key.startsWith('ID_CDROM'))) return 'optical';
  if (udev.ID_FS_TYPE?.startsWith('iso9660')) return 'install-medium';
  return udev.DM_NAME !== undefined ? 'assembled' : undefined;
}

function whyNoNic(udev: UdevProperties): LeftOut['reason'] | undefined {
  const name = udev.INTERFACE ?? '';
  return udev.DEVPATH?.startsWith('/devices/virtual/') || isVirtualLink(name) ? 'virtual' : undefined;
}

/** Property sets of the devices; undefined beyond the limits. One pass over the lines. */
function splitBlocks(text: string): readonly UdevProperties[] | undefined {
  const blocks: UdevProperties[] = [];
  let open = new Map<string, string>();
  const close = (): void => {
    if (open.has('DEVPATH') && open.has('SUBSYSTEM')) blocks.push(Object.fromEntries(open));
    open = new Map();
  };
  for (const line of text.split('\n')) {
    const read = /^(?:E: )?([A-Za-z_][A-Za-z0-9_.:-]{0,199})=(.*?)\r?$/.exec(line);
    if (line.startsWith('P: ') || line.trim() === '') close();
    if (!read) continue;
    const [, key = '', value = ''] = read;
    if (key === 'DEVPATH' && open.has('DEVPATH')) close();
    if (key !== '__proto__') open.set(key, value);
    if (open.size > INVENTORY_LIMITS.properties || blocks.length > MOST_BLOCKS) return undefined;
  }
  close();
  return blocks;
}
